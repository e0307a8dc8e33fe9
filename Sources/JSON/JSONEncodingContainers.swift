/// Adds members to an object.
struct MembersContainer<Key: CodingKey>: KeyedEncodingContainerProtocol {
  let target: Target
  var codingPath: [any CodingKey] { target.codingPath }

  func encodeNil(forKey key: Key) throws { target.member(key).encodeNil() }
  func encode(_ value: some Encodable, forKey key: Key) throws { try target.member(key).put(value) }

  func nestedContainer<Nested: CodingKey>(
    keyedBy keyType: Nested.Type, forKey key: Key
  ) -> KeyedEncodingContainer<Nested> {
    target.member(key).container(keyedBy: keyType)
  }

  func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
    target.member(key).unkeyedContainer()
  }

  func superEncoder() -> any Encoder { target.member(PathKey.superclass) }
  func superEncoder(forKey key: Key) -> any Encoder { target.member(key) }
}

/// Adds elements to an array.
struct ElementsContainer: UnkeyedEncodingContainer {
  let target: Target
  var codingPath: [any CodingKey] { target.codingPath }

  var count: Int { if case .elements(let targets) = target.content { targets.count } else { 0 } }

  func encodeNil() throws { target.append().encodeNil() }
  func encode(_ value: some Encodable) throws { try target.append().put(value) }

  func nestedContainer<Nested: CodingKey>(
    keyedBy keyType: Nested.Type
  ) -> KeyedEncodingContainer<Nested> {
    target.append().container(keyedBy: keyType)
  }

  func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer {
    target.append().unkeyedContainer()
  }

  func superEncoder() -> any Encoder { target.append() }
}
