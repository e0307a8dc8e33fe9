extension JSONValue {
  /// Makes JSON of an `Encodable` value.
  ///
  /// Members come in the order the type encodes them; those of a dictionary are sorted. Infinite
  /// numbers, NaN and integers beyond 64 bits are errors.
  public init(encoding value: some Encodable) throws(JSONCodingError) {
    do {
      let target = Target(codingPath: [])
      try target.put(value)
      self = target.value
    } catch {
      throw JSONCodingError(converting: error)
    }
  }
}

extension JSONValue: Encodable {
  /// Only for types encoded by `init(encoding:)`: puts this value there as it is.
  public func encode(to encoder: any Encoder) throws {
    guard let target = encoder as? Target else {
      throw JSONCodingError(encoder.codingPath, "a JSONValue encodes to a JSONValue only")
    }
    if let pointer = pointerToNonFiniteNumber {
      let path = JSONCodingError(encoder.codingPath, "").pointer
      throw JSONCodingError(pointer: path + pointer, message: "JSON has no infinity and no NaN")
    }
    target.content = .value(self)
  }
}

/// A place where a value is to be put: the encoder, and its container for a single value.
///
/// A class, because containers handed out earlier keep adding to it.
final class Target: Encoder, SingleValueEncodingContainer {
  enum Content {
    case nothing
    case value(JSONValue)
    case elements([Target])
    case members([(name: String, target: Target)])
  }

  let codingPath: [any CodingKey]
  var content = Content.nothing
  private var sorted = false
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  init(codingPath: [any CodingKey]) { self.codingPath = codingPath }

  /// What was put here; an empty object where a type encoded nothing at all.
  var value: JSONValue {
    switch content {
    case .nothing: return .object([:])
    case .value(let value): return value
    case .elements(let targets): return .array(targets.map(\.value))
    case .members(let members):
      let object = JSONObject(members.map { ($0.name, $0.target.value) })
      return .object(sorted ? object.sorted : object)
    }
  }

  func put(_ value: some Encodable) throws {
    sorted = value is any StringKeyed
    try value.encode(to: self)
  }

  func child(_ key: any CodingKey) -> Target { Target(codingPath: codingPath + [key]) }

  /// Adds an element and returns its place.
  func append() -> Target {
    var targets: [Target] = []
    if case .elements(let known) = content { targets = known }
    let target = child(PathKey(intValue: targets.count))
    content = .nothing  // or adding would copy the array
    targets.append(target)
    content = .elements(targets)
    return target
  }

  /// Adds a member, or finds the one of that name, and returns its place.
  func member(_ key: any CodingKey) -> Target {
    var members: [(name: String, target: Target)] = []
    if case .members(let known) = content { members = known }
    if let known = members.first(where: { $0.name == key.stringValue }) { return known.target }
    let target = child(key)
    content = .nothing  // or adding would copy the array
    members.append((key.stringValue, target))
    content = .members(members)
    return target
  }

  func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
    if case .nothing = content { content = .members([]) }
    return KeyedEncodingContainer(MembersContainer(target: self))
  }

  func unkeyedContainer() -> any UnkeyedEncodingContainer {
    if case .nothing = content { content = .elements([]) }
    return ElementsContainer(target: self)
  }

  func singleValueContainer() -> any SingleValueEncodingContainer { self }

  func encodeNil() { content = .value(.null) }
  func encode(_ value: Bool) { content = .value(.bool(value)) }
  func encode(_ value: String) { content = .value(.string(value)) }
  func encode(_ value: Float) throws { try encode(Double(value)) }
  func encode(_ value: Double) throws {
    guard value.isFinite else {
      throw JSONCodingError(codingPath, "JSON has no infinity and no NaN")
    }
    content = .value(.number(value))
  }
  func encode(_ value: Int) throws { try put(integer: value) }
  func encode(_ value: Int8) throws { try put(integer: value) }
  func encode(_ value: Int16) throws { try put(integer: value) }
  func encode(_ value: Int32) throws { try put(integer: value) }
  func encode(_ value: Int64) throws { try put(integer: value) }
  func encode(_ value: UInt) throws { try put(integer: value) }
  func encode(_ value: UInt8) throws { try put(integer: value) }
  func encode(_ value: UInt16) throws { try put(integer: value) }
  func encode(_ value: UInt32) throws { try put(integer: value) }
  func encode(_ value: UInt64) throws { try put(integer: value) }
  func encode(_ value: some Encodable) throws { try put(value) }

  private func put(integer: some BinaryInteger) throws {
    guard let value = Int64(exactly: integer) else {
      throw JSONCodingError(codingPath, "the integer \(integer) does not fit 64 bits")
    }
    content = .value(.integer(value))
  }
}

/// Dictionaries have no order of their own; their members are sorted.
private protocol StringKeyed {}
extension Dictionary: StringKeyed where Key == String {}
