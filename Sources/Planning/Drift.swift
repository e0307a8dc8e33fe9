public import JSON

/// Something that moved between the plan and its apply.
public struct Drift: Sendable, Hashable {
  /// What moved, in people's words: `ana@acme.test`, `users.search`.
  public var what: String
  /// The field, in the terms in which it is written; nil when it is about the whole.
  public var field: String?
  /// What the plan counts on; nil for nothing.
  public var expected: JSONValue?
  /// What is there now; nil for nothing.
  public var found: JSONValue?
  /// The operation that counts on it; nil when only a decision of the recipe did.
  public var operation: Int?
  /// The id or the e-mail of the one user that it is about; nil when it is about more.
  public var subject: String?

  init(
    _ what: String, field: String? = nil, expected: JSONValue? = nil, found: JSONValue? = nil,
    operation: Int? = nil, subject: String? = nil
  ) {
    self.what = what
    self.field = field
    self.expected = expected
    self.found = found
    self.operation = operation
    self.subject = subject
  }
}
