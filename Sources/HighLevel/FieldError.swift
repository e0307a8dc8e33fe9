/// An argument that the table of operations does not take, found before anything is sent.
///
/// Never holds the offending value, which may be a secret.
public struct FieldError: Error, Sendable, Hashable {
  /// The argument's name.
  public var field: String
  /// One sentence that names the field.
  public var message: String
  /// What to do about it.
  public var hint: String?

  public init(_ field: String, _ message: String, hint: String? = nil) {
    self.field = field
    self.message = message
    self.hint = hint
  }
}

extension FieldError: CustomStringConvertible {
  public var description: String { hint.map { "\(message); \($0)" } ?? message }
}
