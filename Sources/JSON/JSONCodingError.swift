/// Why a value of a Swift type could not be made from JSON, or JSON from it.
public struct JSONCodingError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The JSON pointer to the trouble; empty for the whole value.
  public let pointer: String
  /// One sentence.
  public let message: String

  public init(pointer: String, message: String) {
    self.pointer = pointer
    self.message = message
  }

  /// `/steps/0/operation: expected a string, found null`
  public var description: String { pointer.isEmpty ? message : "\(pointer): \(message)" }
}

extension JSONCodingError {
  init(_ path: [any CodingKey], _ message: String) {
    self.init(
      pointer: path.map { "/" + JSONPointer.escape($0.intValue.map(String.init) ?? $0.stringValue) }
        .joined(),
      message: message)
  }

  /// Errors thrown by coded types themselves, such as an enum that knows no such case.
  init(converting error: any Error) {
    switch error {
    case let error as JSONCodingError: self = error
    case DecodingError.dataCorrupted(let context), DecodingError.keyNotFound(_, let context),
      DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context):
      self.init(context.codingPath, context.debugDescription)
    case EncodingError.invalidValue(_, let context):
      self.init(context.codingPath, context.debugDescription)
    default: self.init(pointer: "", message: String(describing: error))
    }
  }
}

/// A step of a path that is not a case of a type's own keys.
struct PathKey: CodingKey {
  let stringValue: String
  let intValue: Int?

  init(stringValue: String) { (self.stringValue, intValue) = (stringValue, nil) }
  init(intValue: Int) { (stringValue, self.intValue) = (String(intValue), intValue) }

  /// Where classes keep what belongs to their superclass.
  static let superclass = PathKey(stringValue: "super")
}
