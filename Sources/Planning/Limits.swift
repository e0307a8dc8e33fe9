public import Diagnostics
public import JSON

/// How much a plan may do before somebody has to say the exact number.
public struct Limits: Sendable, Hashable {
  /// The most operations of a kind; nil for no bound.
  public var create: Int?
  public var update: Int?
  public var delete: Int?
  /// The largest share of the visible users that may be updated or deleted, from 0 to 100.
  public var percent: Int?
  /// From how many visible users on `percent` counts; 10 without it.
  public var minBase: Int?

  public init(
    create: Int? = nil, update: Int? = nil, delete: Int? = nil, percent: Int? = nil,
    minBase: Int? = nil
  ) {
    self.create = create
    self.update = update
    self.delete = delete
    self.percent = percent
    self.minBase = minBase
  }

  /// Deletes above this number always need the exact number.
  public static let freeDeletes = 10
  /// Deletes above this share of the visible users do too.
  public static let freeDeletePercent = 20
  /// Below so many visible users, shares say nothing.
  public static let smallestBase = 10

  /// The names of the bounds, in recipes and in plans.
  public static let names = ["create", "update", "delete", "percent", "min_base"]

  /// The bounds in an object, by their names; anything but a whole number sets none.
  public init(json object: JSONObject) {
    func bound(_ name: String) -> Int? { object[name]?.integer.map(Int.init) }
    self.init(
      create: bound("create"), update: bound("update"), delete: bound("delete"),
      percent: bound("percent"), minBase: bound("min_base"))
  }

  /// The bounds that are set, by their names.
  public var json: JSONObject {
    let bounds = zip(Self.names, [create, update, delete, percent, minBase])
    return JSONObject(
      bounds.compactMap { name, bound in bound.map { (name, .integer(Int64($0))) } })
  }

  /// The stricter of each bound.
  public func strictest(with other: Limits) -> Limits {
    func smaller(_ left: Int?, _ right: Int?) -> Int? {
      [left, right].compactMap(\.self).min()
    }
    return Limits(
      create: smaller(create, other.create), update: smaller(update, other.update),
      delete: smaller(delete, other.delete), percent: smaller(percent, other.percent),
      minBase: smaller(minBase, other.minBase))
  }

  /// What speaks against these operations, with code `limit` and what to type; nil when nothing.
  ///
  /// - Parameters:
  ///   - base: How many users the recipe could see.
  ///   - exact: Numbers given on the command line: exactly so many are allowed, more never.
  public func refusal(
    of operations: [PlannedOperation], base: Int, exact: ExactLimits = ExactLimits()
  ) -> Problem? {
    var problems: [Problem] = []
    for kind in PlannedOperation.Kind.allCases {
      let count = operations.count { $0.kind == kind }
      if let problem = refusal(of: kind, count: count, base: base, exact: exact) {
        problems.append(problem)
      }
    }
    if let problem = shareRefusal(of: operations, base: base, exact: exact) {
      problems.append(problem)
    }
    guard var first = problems.first else { return nil }
    first.others = Array(problems.dropFirst())
    return first
  }

  private func refusal(
    of kind: PlannedOperation.Kind, count: Int, base: Int, exact: ExactLimits
  ) -> Problem? {
    let given = exact[kind.rawValue]
    if count == 0 || given == count { return nil }
    let noun = "\(count) user\(count == 1 ? "" : "s")"
    if let given, count > given {
      return Self.problem(
        "the plan would \(kind.rawValue) \(noun), and --limit allows \(given)", kind.rawValue, count
      )
    }
    if let bound = bound(of: kind), count > bound {
      return Self.problem(
        "the plan would \(kind.rawValue) \(noun), and the limit is \(bound)", kind.rawValue, count)
    }
    guard kind == .delete else { return nil }
    if count > Self.freeDeletes {
      return Self.problem(
        "the plan would delete \(noun); above \(Self.freeDeletes) it needs the exact number",
        kind.rawValue, count)
    }
    if base >= Self.smallestBase, count * 100 > Self.freeDeletePercent * base {
      return Self.problem(
        "the plan would delete \(noun) of \(base); above \(Self.freeDeletePercent) % it needs the "
          + "exact number", kind.rawValue, count)
    }
    return nil
  }

  private func shareRefusal(
    of operations: [PlannedOperation], base: Int, exact: ExactLimits
  ) -> Problem? {
    guard let percent, base >= minBase ?? Self.smallestBase, base > 0 else { return nil }
    let ids = Set(operations.filter { $0.kind != .create }.map(\.id))
    let count = ids.count { !NewID.isReserved($0) }
    let share = (count * 100 + base - 1) / base
    if share <= percent || exact["percent"] == share { return nil }
    return Self.problem(
      "the plan would change \(count) of \(base) users, and the limit is \(percent) %",
      "percent", share)
  }

  private func bound(of kind: PlannedOperation.Kind) -> Int? {
    switch kind {
    case .create: create
    case .update: update
    case .delete: delete
    }
  }

  private static func problem(_ message: String, _ name: String, _ number: Int) -> Problem {
    Problem(
      .limit, message, hint: "look at the plan; if it is right, add --limit \(name)=\(number)")
  }
}

/// The numbers that somebody gave with `--limit delete=12`.
public struct ExactLimits: Sendable, Hashable {
  private var numbers: [String: Int] = [:]

  public init() {}

  /// Reads `delete=12` and so on; anything else is a problem of code `usage`.
  public init(parsing texts: [String]) throws(Problem) {
    let names = PlannedOperation.Kind.allCases.map(\.rawValue) + ["percent"]
    for text in texts {
      let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
      guard parts.count == 2, let number = Int(parts[1]), number >= 0 else {
        throw Problem(.usage, "--limit '\(text)' is not like delete=12")
      }
      guard names.contains(parts[0]) else {
        throw Problem(
          .usage, "--limit knows no '\(parts[0])'",
          hint: Suggestion.hint(for: parts[0], in: names)
            ?? "known: \(names.joined(separator: ", "))")
      }
      numbers[parts[0]] = number
    }
  }

  subscript(_ name: String) -> Int? { numbers[name] }
}
