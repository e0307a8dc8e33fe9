/// What two plans do differently.
///
/// Operations are the same when they do the same to the same user; their numbers, and the lines of
/// the recipe they come from, do not matter.
public struct PlanDifference: Sendable {
  /// An operation that both plans have, with another effect.
  public struct Change: Sendable, Hashable {
    public var before: PlannedOperation
    public var after: PlannedOperation
  }

  /// In the second plan only, in its order.
  public private(set) var appearing: [PlannedOperation] = []
  /// In the first plan only, in its order.
  public private(set) var disappearing: [PlannedOperation] = []
  /// In the order of the second plan.
  public private(set) var changing: [Change] = []
  /// How many operations are the same in both.
  public private(set) var unchanged = 0
  /// What else is not the same, in words: `the recipe's text`, `the company`.
  public private(set) var circumstances: [String] = []

  public init(from first: Plan, to second: Plan) {
    var old = Dictionary(uniqueKeysWithValues: Self.numbered(first.operations))
    for (key, operation) in Self.numbered(second.operations) {
      guard let before = old.removeValue(forKey: key) else {
        appearing.append(operation)
        continue
      }
      if Self.isSame(before, operation) {
        unchanged += 1
      } else {
        changing.append(Change(before: before, after: operation))
      }
    }
    disappearing = old.values.sorted { $0.number < $1.number }
    circumstances = Self.circumstances(first, second)
  }

  /// Whether both plans do the same, under the same circumstances.
  public var isEmpty: Bool {
    appearing.isEmpty && disappearing.isEmpty && changing.isEmpty && circumstances.isEmpty
  }

  /// The operations that are not the same in both, old and new.
  public var operations: [PlannedOperation] {
    appearing + disappearing + changing.flatMap { [$0.before, $0.after] }
  }

  /// Which operation of its kind it is on this user; new users are known by what people call them.
  private struct Key: Hashable {
    let kind: PlannedOperation.Kind
    let user: String
    let occurrence: Int
  }

  private static func numbered(
    _ operations: [PlannedOperation]
  ) -> [(Key, PlannedOperation)] {
    var seen: [Key: Int] = [:]
    return operations.map { operation in
      let user = NewID.isReserved(operation.id) ? operation.label : operation.id
      let first = Key(kind: operation.kind, user: user, occurrence: 0)
      let occurrence = seen[first, default: 0]
      seen[first] = occurrence + 1
      return (Key(kind: operation.kind, user: user, occurrence: occurrence), operation)
    }
  }

  private static func isSame(_ one: PlannedOperation, _ other: PlannedOperation) -> Bool {
    one.request == other.request && one.diff == other.diff
      && one.irreversible == other.irreversible
  }

  private static func circumstances(_ first: Plan, _ second: Plan) -> [String] {
    let parts = [
      ("the company", first.company == second.company),
      ("where it was read from", first.source == second.source),
      ("the recipe", first.recipe.name == second.recipe.name),
      ("the recipe's version", first.recipe.version == second.recipe.version),
      ("the recipe's text", first.recipe.sha256 == second.recipe.sha256),
      ("the arguments", first.arguments == second.arguments),
      ("the recipe's limits", first.limits == second.limits),
      ("what could not be checked", first.unchecked == second.unchecked),
    ]
    return parts.filter { !$0.1 }.map(\.0)
  }
}
