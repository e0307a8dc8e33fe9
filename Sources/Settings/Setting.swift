public import Diagnostics

/// A setting's value, and who said so.
///
/// Its values need not be hashable: that would be looked up among all types of the program at each start.
public struct Setting<Value: Sendable>: Sendable {
  public var value: Value
  public var origin: SettingOrigin

  public init(_ value: Value, from origin: SettingOrigin) {
    self.value = value
    self.origin = origin
  }
}

extension Setting: Equatable where Value: Equatable {}
extension Setting: Hashable where Value: Hashable {}

/// Where a setting comes from.
public enum SettingOrigin: Sendable, Hashable, CustomStringConvertible {
  /// `--base-url`
  case flag(String)
  /// `GHLUA_TOKEN`
  case environment(String)
  case file(Place)
  /// Nobody said anything.
  case builtIn

  public var description: String {
    switch self {
    case .flag(let name): name
    case .environment(let name): "environment variable \(name)"
    case .file(let place): place.description
    case .builtIn: "built in"
    }
  }
}

/// Where a secret is read from; only `literal` holds it.
public enum SecretSource: Sendable, Hashable {
  case environment(String)
  case file(String)
  /// A program and its arguments.
  case command([String])
  case literal(String)
}

extension SecretSource: CustomStringConvertible, CustomReflectable {
  /// In words, without the secret; of a command only the program, as arguments may hold one.
  public var description: String {
    switch self {
    case .environment(let name): "environment variable \(name)"
    case .file(let path): "file '\(path)'"
    case .command(let words): "command '\(words.first ?? "")'"
    case .literal: "settings"
    }
  }

  public var customMirror: Mirror { Mirror(self, children: ["source": description]) }
}

/// How the tokens of an app that was installed with OAuth are renewed.
public struct OAuthSettings: Sendable, Hashable {
  public var clientId: String
  /// Nil where nothing names one.
  public var clientSecret: SecretSource?
  /// Where the tokens are kept; nil for the usual place.
  public var store: String?
  public var redirectURI: String?
  /// `Company` or `Location`.
  public var userType: String
  /// Asked for at login.
  public var scopes: [String]

  public init(
    clientId: String, clientSecret: SecretSource? = nil, store: String? = nil,
    redirectURI: String? = nil, userType: String = "Company", scopes: [String] = []
  ) {
    self.clientId = clientId
    self.clientSecret = clientSecret
    self.store = store
    self.redirectURI = redirectURI
    self.userType = userType
    self.scopes = scopes
  }
}

/// Where the token comes from.
public enum TokenSetting: Sendable, Hashable {
  case secret(SecretSource)
  case oauth(OAuthSettings)
}

/// Bounds; of several that are set, the smallest holds.
public struct LimitSettings: Sendable, Hashable {
  public var create: Setting<Int>?
  public var update: Setting<Int>?
  public var delete: Setting<Int>?
  /// Share of the users that may be changed, from 0 to 100.
  public var percent: Setting<Int>?
  /// Requests under way at a time.
  public var concurrency: Setting<Int>?
  /// Requests a second.
  public var rate: Setting<Double>?

  public init() {}

  /// The stricter of each; of equals, one's own.
  public func strictest(with other: LimitSettings) -> LimitSettings {
    func smaller<Value: Comparable>(
      _ left: Setting<Value>?, _ right: Setting<Value>?
    ) -> Setting<Value>? {
      guard let left, let right else { return left ?? right }
      return right.value < left.value ? right : left
    }
    var result = self
    result.create = smaller(create, other.create)
    result.update = smaller(update, other.update)
    result.delete = smaller(delete, other.delete)
    result.percent = smaller(percent, other.percent)
    result.concurrency = smaller(concurrency, other.concurrency)
    result.rate = smaller(rate, other.rate)
    return result
  }
}
