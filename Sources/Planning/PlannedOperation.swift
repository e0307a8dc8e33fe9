public import JSON

/// A write that a recipe asked for and that nobody has carried out yet.
public struct PlannedOperation: Sendable, Hashable {
  public enum Kind: String, Sendable, Hashable, CaseIterable { case create, update, delete }

  /// The number in the plan, from 1, in the order of the recipe.
  public var number: Int
  public var kind: Kind
  /// `users`.
  public var resource: String
  /// The user's id; `~new:users:1~` for one that the plan creates.
  public var id: String
  /// What people call the user: the e-mail, or the name.
  public var label: String
  /// The title of the step that asked for it.
  public var step: String?
  /// The line of the input that asked for it.
  public var row: Int?
  /// Where in the recipe it was asked for: `move-user.lua:12`.
  public var at: String?
  /// The fields to send, with references in the place of secrets.
  public var request: JSONObject
  /// What the request changes; for a delete, nothing.
  public var diff: [FieldChange]
  /// What must still be so before the first write of an apply.
  public var precondition: Precondition
  /// What would take it back; nil when nothing would.
  public var undo: Undo?
  /// Why it cannot be taken back, or not wholly; nil when it can.
  public var irreversible: String?
  /// Numbers of the operations that must have been done first.
  public var depends: [Int]

  /// The operation's name in the table of operations: `users.update`.
  public var name: String { "\(resource).\(kind.rawValue)" }
}

/// What an operation counts on.
public enum Precondition: Sendable, Hashable {
  /// The user exists, and these fields (in the terms in which they are written) have these values;
  /// null stands for a field that is not set.
  case fields(JSONObject)
  /// No user has this e-mail address.
  case emailAbsent(String)
}

/// The request that takes an operation back.
public struct Undo: Sendable, Hashable {
  public var kind: PlannedOperation.Kind
  /// The fields as they were; null stands for a field that was not set.
  public var request: JSONObject

  public init(_ kind: PlannedOperation.Kind, request: JSONObject = [:]) {
    self.kind = kind
    self.request = request
  }
}
