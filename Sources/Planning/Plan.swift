public import HighLevel
public import JSON

/// What a run would do, and what it decided that on; everything an apply needs.
public struct Plan: Sendable, Hashable {
  /// The format of the file: `ghlua.plan/1`.
  public static let format = "ghlua.plan/1"
  /// How long a plan may be applied, by default.
  public static let lifetime: Duration = .seconds(24 * 60 * 60)

  /// The file the plan was made from.
  public struct Recipe: Sendable, Hashable {
    public var name: String
    public var version: String
    /// The fingerprint of the file's text (`Fingerprint.of(text:)`).
    public var sha256: String

    public init(name: String, version: String, sha256: String) {
      self.name = name
      self.version = version
      self.sha256 = sha256
    }
  }

  /// How many operations of each kind there are.
  public struct Summary: Sendable, Hashable {
    public var create = 0
    public var update = 0
    public var delete = 0
    /// How many of these cannot be taken back, or not wholly.
    public var irreversible = 0
  }

  public var recipe: Recipe
  /// The profile of the settings that it was made with; nil without one.
  public var profile: String?
  /// The company's id.
  public var company: String
  /// Where the reads came from: `live`, `mock`, `replay`.
  public var source: String
  public var created: Timestamp
  public var expires: Timestamp
  /// The recipe's arguments, with references in the place of secrets.
  public var arguments: JSONObject
  /// The bounds that the recipe sets itself, for the apply to hold it to.
  public var limits: Limits
  public var reads: [PlannedRead]
  public var operations: [PlannedOperation]
  /// What planning could not know, in sentences.
  public var unchecked: [String]
  /// Whether nothing was asked that is known only after the apply.
  public var isComplete: Bool
  /// What people call the locations that the operations name, by their ids; as far as known.
  public var names: [String: String] = [:]

  public init(
    recipe: Recipe, company: String, source: String, created: Timestamp,
    expires: Timestamp? = nil, arguments: JSONObject = [:], limits: Limits = Limits(),
    reads: [PlannedRead] = [], operations: [PlannedOperation], unchecked: [String] = [],
    isComplete: Bool = true
  ) {
    self.recipe = recipe
    self.company = company
    self.source = source
    self.created = created
    self.expires = expires ?? created.advanced(by: Self.lifetime)
    self.arguments = arguments
    self.limits = limits
    self.reads = reads
    self.operations = operations
    self.unchecked = unchecked
    self.isComplete = isComplete
  }

  public var summary: Summary {
    operations.reduce(into: Summary()) { sum, operation in
      switch operation.kind {
      case .create: sum.create += 1
      case .update: sum.update += 1
      case .delete: sum.delete += 1
      }
      if operation.irreversible != nil { sum.irreversible += 1 }
    }
  }

  /// The names of all secrets that an apply needs, sorted.
  public var secretNames: [String] { Self.secretNames(of: operations) }

  static func secretNames(of operations: [PlannedOperation]) -> [String] {
    var names: Set<String> = []
    for operation in operations { Secrets.collectNames(.object(operation.request), into: &names) }
    return names.sorted()
  }
}

extension Plan {
  /// The plan of what a recipe asked a gate for.
  ///
  /// - Parameters:
  ///   - arguments: May hold secrets that the gate knows; they are replaced by references.
  ///   - unchecked: What the caller knows that planning could not know.
  public init(
    of gate: Gate, recipe: Recipe, company: String, source: String, created: Timestamp,
    expires: Timestamp? = nil, arguments: JSONObject = [:], limits: Limits = Limits(),
    unchecked: [String] = [], isComplete: Bool = true
  ) {
    let secrets = gate.secrets
    let reads = gate.overlay.reads.all().map { read in
      var read = read
      read.fields = secrets.referenced(read.fields)
      return read
    }
    let operations = gate.operations()
    var notes = unchecked + gate.overlay.unchecked
    if reads.contains(where: \.isApproximate) {
      notes.append("a search could be answered only roughly with the plan's own changes in it")
    }
    if operations.contains(where: { $0.request["password"] != nil }) {
      notes.append("whether the service takes the passwords")
    }
    self.init(
      recipe: recipe, company: company, source: source, created: created, expires: expires,
      arguments: secrets.referenced(arguments), limits: limits, reads: reads,
      operations: operations, unchecked: notes, isComplete: isComplete)
  }
}
