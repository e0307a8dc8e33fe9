public import Diagnostics
public import JSON

/// What `ghlua serve` is told by files: `[serve]`, `[hooks.NAME]`, `[targets.NAME]` and
/// `[auto_apply.RECIPE]`.
public struct ServeSettings: Sendable {
  public var host: Setting<String>?
  public var port: Setting<Int>?
  /// A path, or `postgres://…`.
  public var store: Setting<String>?
  /// Names that browsers may call the server by.
  public var hosts: [String] = []
  /// Whether browsers reach it by https alone.
  public var isSecure = false
  /// The profiles that it serves; empty for the usual one.
  public var profiles: [String] = []
  /// Runs at work at once.
  public var places: Setting<Int>?
  public var keepDays: Setting<Int>?
  public var keepTroubledDays: Setting<Int>?
  public var keepRuns: Setting<Int>?
  public var tokens: [Token] = []
  public var hooks: [Hook] = []
  public var targets: [Target] = []
  public var autoApply: [String: AutoApply] = [:]

  public init() {}

  /// Who may ask.
  public struct Token: Sendable {
    public var name: String
    public var role: String
    public var secret: SecretSource
    public var place: Place
  }

  /// An address for webhooks.
  public struct Hook: Sendable {
    public var name: String
    public var kind: String
    public var profile: String?
    public var recipes: [String]
    /// For each of the recipes.
    public var arguments: JSONObject
    public var publicKey: String?
    public var retiredKey: String?
    public var secret: SecretSource?
    public var algorithm: String?
    public var jwksURL: String?
    public var tenant: String?
    public var place: Place
  }

  /// Where webhooks go to.
  public struct Target: Sendable {
    public var name: String
    public var url: String
    public var events: [String]
    public var secret: SecretSource?
    public var place: Place
  }

  /// How much the plans of a recipe may do without being asked about; nil is nothing.
  public struct AutoApply: Sendable {
    public var create: Int?
    public var update: Int?
    public var delete: Int?
    public var percent: Int?
    public var place: Place
  }

  /// Adds what a file says that is trusted less, or says it later: of two with one name the first
  /// counts.
  mutating func add(_ other: ServeSettings) {
    host = host ?? other.host
    port = port ?? other.port
    store = store ?? other.store
    if hosts.isEmpty { hosts = other.hosts }
    isSecure = isSecure || other.isSecure
    if profiles.isEmpty { profiles = other.profiles }
    places = places ?? other.places
    keepDays = keepDays ?? other.keepDays
    keepTroubledDays = keepTroubledDays ?? other.keepTroubledDays
    keepRuns = keepRuns ?? other.keepRuns
    tokens += other.tokens.filter { new in !tokens.contains { $0.name == new.name } }
    hooks += other.hooks.filter { new in !hooks.contains { $0.name == new.name } }
    targets += other.targets.filter { new in !targets.contains { $0.name == new.name } }
    autoApply.merge(other.autoApply) { first, _ in first }
  }
}
