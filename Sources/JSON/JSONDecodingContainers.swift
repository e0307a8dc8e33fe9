/// The members of an object, for a type that names them.
///
/// The one generic `decode` serves all types: `Bool`, `String` and numbers ask the `Node` themselves.
struct ObjectContainer<Key: CodingKey>: KeyedDecodingContainerProtocol {
  let object: JSONObject
  let codingPath: [any CodingKey]

  var allKeys: [Key] { object.keys.compactMap { Key(stringValue: $0) } }

  func contains(_ key: Key) -> Bool { object[key.stringValue] != nil }
  func decodeNil(forKey key: Key) throws -> Bool { try node(key).decodeNil() }
  func decode<T: Decodable>(_ type: T.Type, forKey key: Key) throws -> T {
    try node(key).decode(type)
  }

  func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type, forKey key: Key
  ) throws -> KeyedDecodingContainer<Nested> {
    try node(key).container(keyedBy: type)
  }

  func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
    try node(key).unkeyedContainer()
  }

  func superDecoder() throws -> any Decoder { try node(PathKey.superclass) }
  func superDecoder(forKey key: Key) throws -> any Decoder { try node(key) }

  private func node(_ key: any CodingKey) throws -> Node {
    guard let value = object[key.stringValue] else {
      throw JSONCodingError(codingPath, "there is no member '\(key.stringValue)'")
    }
    return Node(value: value, codingPath: codingPath + [key])
  }
}

/// The elements of an array, one after the other.
struct ArrayContainer: UnkeyedDecodingContainer {
  let elements: [JSONValue]
  let codingPath: [any CodingKey]
  private(set) var currentIndex = 0

  init(elements: [JSONValue], codingPath: [any CodingKey]) {
    self.elements = elements
    self.codingPath = codingPath
  }

  var count: Int? { elements.count }
  var isAtEnd: Bool { currentIndex == elements.count }

  /// A null is stepped over only when it is one.
  mutating func decodeNil() throws -> Bool {
    let isNull = try current().decodeNil()
    if isNull { currentIndex += 1 }
    return isNull
  }

  mutating func decode<T: Decodable>(_ type: T.Type) throws -> T {
    try next { try $0.decode(type) }
  }

  mutating func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type
  ) throws -> KeyedDecodingContainer<Nested> {
    try next { try $0.container(keyedBy: type) }
  }

  mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
    try next { try $0.unkeyedContainer() }
  }

  mutating func superDecoder() throws -> any Decoder { try next { $0 } }

  /// The element counts as read only when reading it succeeded.
  private mutating func next<T>(_ read: (Node) throws -> T) throws -> T {
    let result = try read(current())
    currentIndex += 1
    return result
  }

  private func current() throws -> Node {
    guard !isAtEnd else {
      throw JSONCodingError(codingPath, "the array has only \(elements.count) elements")
    }
    let path = codingPath + [PathKey(intValue: currentIndex)]
    return Node(value: elements[currentIndex], codingPath: path)
  }
}
