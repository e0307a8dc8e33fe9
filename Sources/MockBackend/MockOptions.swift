public import HighLevel

/// What is not known of the service, as switches; every default is the harsher or likelier reading.
public struct MockOptions: Sendable, Hashable {
  /// What reading a deleted user answers.
  public enum DeletedAnswer: String, Sendable, Hashable {
    /// The same as for a user that never was.
    case unknownUser = "unknown-user"
    /// The record with `deleted: true`.
    case record
  }

  /// Partial permissions, the rule for passwords, the version, scopes of new users.
  public var rules: UserRules.Options
  /// A larger `limit` is cut to this.
  public var largestLimit: Int
  public var deletedAnswer: DeletedAnswer
  /// 401 or 404.
  public var unknownUserStatus: Int
  /// How long a queued delete takes, in the stand-in's time.
  public var deleteDelay: Duration
  /// Seconds to send as `Retry-After` with a 429; nil sends none.
  public var retryAfter: Int?
  /// Whether e-mails that differ in case only are one.
  public var ignoresEmailCase: Bool
  /// Whether users can only be put into locations that exist.
  public var checksLocations: Bool
  /// Whether answers about one user wrap the record in `user`, as some do.
  public var wrapsUser: Bool
  /// Who is asking.
  public var token: MockToken
  /// Ids by which the company is known besides its own: the service's documentation has two ids for
  /// one agency in its examples.
  public var otherCompanyIds: Set<String>

  public init(
    rules: UserRules.Options = UserRules.Options(), largestLimit: Int = Page.largestLimit,
    deletedAnswer: DeletedAnswer = .unknownUser, unknownUserStatus: Int = 401,
    deleteDelay: Duration = .seconds(180), retryAfter: Int? = nil, ignoresEmailCase: Bool = true,
    checksLocations: Bool = true, wrapsUser: Bool = false, token: MockToken = .full,
    otherCompanyIds: Set<String> = []
  ) {
    self.rules = rules
    self.largestLimit = largestLimit
    self.deletedAnswer = deletedAnswer
    self.unknownUserStatus = unknownUserStatus
    self.deleteDelay = deleteDelay
    self.retryAfter = retryAfter
    self.ignoresEmailCase = ignoresEmailCase
    self.checksLocations = checksLocations
    self.wrapsUser = wrapsUser
    self.token = token
    self.otherCompanyIds = otherCompanyIds
  }
}

/// The token that calls are taken to carry: what it may do and where.
public struct MockToken: Sendable, Hashable {
  public enum Level: Sendable, Hashable {
    /// May do what agency tokens and what location tokens may; no real token can.
    case any
    /// May not list a location's users the deprecated way.
    case agency
    /// May only name that location, and may not filter by e-mail.
    case location(String)
  }

  public var level: Level
  /// The OAuth scopes it carries; nil carries all.
  public var scopes: Set<String>?
  /// The service's message about the token itself; nil for a good one.
  public var fault: String?

  public init(level: Level = .any, scopes: Set<String>? = nil, fault: String? = nil) {
    self.level = level
    self.scopes = scopes
    self.fault = fault
  }

  /// May do everything.
  public static let full = MockToken()
  /// An OAuth token that is no good.
  public static let badOAuth = MockToken(fault: ServiceMessage.badOAuthToken)
  /// A private-integration token that is no good.
  public static let badPrivate = MockToken(fault: ServiceMessage.badPrivateToken)
}
