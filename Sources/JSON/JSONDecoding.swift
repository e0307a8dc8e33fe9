extension JSONValue {
  /// Makes a value of a `Decodable` type from this value.
  ///
  /// Members the type does not name are passed over. Whole numbers decode as integers, `1.0`
  /// included; a member that is absent and one that is null are told apart where the type does
  /// (`decode`, `decodeNil`), and both become nil through `decodeIfPresent`.
  public func decode<T: Decodable>(_ type: T.Type) throws(JSONCodingError) -> T {
    do {
      return try Node(value: self, codingPath: []).decode(type)
    } catch {
      throw JSONCodingError(converting: error)
    }
  }
}

extension JSONValue: Decodable {
  /// Only for types decoded by `decode(_:)`: keeps that part of the value as it is.
  public init(from decoder: any Decoder) throws {
    guard let node = decoder as? Node else {
      throw JSONCodingError(decoder.codingPath, "a JSONValue decodes from a JSONValue only")
    }
    self = node.value
  }
}

/// A value and the way to it: the decoder, and its container for a single value.
struct Node: Decoder, SingleValueDecodingContainer {
  let value: JSONValue
  let codingPath: [any CodingKey]
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
    guard case .object(let object) = value else { throw mismatch("an object") }
    return KeyedDecodingContainer(ObjectContainer(object: object, codingPath: codingPath))
  }

  func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
    guard case .array(let elements) = value else { throw mismatch("an array") }
    return ArrayContainer(elements: elements, codingPath: codingPath)
  }

  func singleValueContainer() -> any SingleValueDecodingContainer { self }

  func decodeNil() -> Bool { value.isNull }

  func decode(_ type: Bool.Type) throws -> Bool {
    guard case .bool(let bool) = value else { throw mismatch("a boolean") }
    return bool
  }

  func decode(_ type: String.Type) throws -> String {
    guard case .string(let string) = value else { throw mismatch("a string") }
    return string
  }

  func decode(_ type: Double.Type) throws -> Double {
    switch value {
    case .number(let number): return number
    case .integer(let integer): return Double(integer)
    default: throw mismatch("a number")
    }
  }

  func decode(_ type: Float.Type) throws -> Float { Float(try decode(Double.self)) }
  func decode(_ type: Int.Type) throws -> Int { try integer(type) }
  func decode(_ type: Int8.Type) throws -> Int8 { try integer(type) }
  func decode(_ type: Int16.Type) throws -> Int16 { try integer(type) }
  func decode(_ type: Int32.Type) throws -> Int32 { try integer(type) }
  func decode(_ type: Int64.Type) throws -> Int64 { try integer(type) }
  func decode(_ type: UInt.Type) throws -> UInt { try integer(type) }
  func decode(_ type: UInt8.Type) throws -> UInt8 { try integer(type) }
  func decode(_ type: UInt16.Type) throws -> UInt16 { try integer(type) }
  func decode(_ type: UInt32.Type) throws -> UInt32 { try integer(type) }
  func decode(_ type: UInt64.Type) throws -> UInt64 { try integer(type) }

  func decode<T: Decodable>(_ type: T.Type) throws -> T { try T(from: self) }

  private func integer<T: FixedWidthInteger>(_ type: T.Type) throws -> T {
    switch value {
    case .integer(let integer):
      if let result = T(exactly: integer) { return result }
    case .number(let number):
      if let result = T(exactly: number) { return result }
    default: throw mismatch("an integer")
    }
    throw JSONCodingError(codingPath, "the number \(value.text()) is no \(T.self)")
  }

  private func mismatch(_ wanted: String) -> JSONCodingError {
    let article = "aeiou".contains(value.kind.prefix(1)) ? "an " : value.isNull ? "" : "a "
    return JSONCodingError(codingPath, "expected \(wanted), found \(article)\(value.kind)")
  }
}
