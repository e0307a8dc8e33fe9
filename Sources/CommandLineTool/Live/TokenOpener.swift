import Diagnostics
import HTTPBackend
import HighLevel
import Settings
import Tokens

/// What is known of a token without asking the service.
struct TokenIdentity: Sendable {
  var kind: TokenText.Kind
  var company: String?
  var location: String?
  var expires: Timestamp?
  var scopes: [String]?
}

/// Gets the token from where the settings say it is.
struct TokenOpener {
  private let settings: Settings
  private let world: World
  private let redaction: Redaction

  init(_ settings: Settings, _ world: World, _ redaction: Redaction) {
    (self.settings, self.world, self.redaction) = (settings, world, redaction)
  }

  func open(
    _ token: Setting<TokenSetting>, _ transport: any HTTPTransport, _ version: ServiceVersion
  ) async throws(Problem) -> (any TokenProvider, TokenIdentity) {
    switch token.value {
    case .secret(let source): return try sourced(source)
    case .oauth(let oauth): return try granted(oauth, transport, version)
    }
  }

  private func sourced(
    _ source: SecretSource
  ) throws(Problem) -> (any TokenProvider, TokenIdentity) {
    let read = { @Sendable [self] () throws(Problem) in
      let token = try TokenText(try secret(source), from: source.description)
      redaction.learn(token.value, as: "token")
      return token
    }
    let text = try read()
    var identity = TokenIdentity(
      kind: text.kind, company: nil, location: settings.location?.value, expires: text.expires,
      scopes: text.scopes)
    if let owner = text.owner {
      if owner.isCompany { identity.company = owner.id } else { identity.location = owner.id }
    }
    return (SourcedToken(text, location: identity.location, read), identity)
  }

  private func granted(
    _ oauth: OAuthSettings, _ transport: any HTTPTransport, _ version: ServiceVersion
  ) throws(Problem) -> (any TokenProvider, TokenIdentity) {
    let store = GrantStore(try storePath(oauth))
    guard let grant = try store.load() else {
      throw Problem(
        .auth, "nobody has logged in for this profile yet",
        hint: "run 'ghlua login\(settings.profile.map { " --profile \($0.value)" } ?? "")'")
    }
    let provider = OAuthTokens(
      grant, client: OAuthClient(try app(oauth), transport: transport, version: version),
      store: store, note: redaction.learn)
    let identity = TokenIdentity(
      kind: .oauth, company: grant.companyId, location: grant.locationId, expires: grant.expires,
      scopes: grant.scope.map { $0.split(separator: " ").map(String.init) })
    return (provider, identity)
  }

  /// The app with its secret.
  func app(_ oauth: OAuthSettings) throws(Problem) -> OAuthApp {
    guard let source = oauth.clientSecret else {
      throw Problem(
        .auth, "the settings do not say where the app's secret is",
        hint: "add client_secret_env, client_secret_file or client_secret_command")
    }
    let value = try TokenText(try secret(source), from: source.description).value
    redaction.learn(value, as: "client-secret")
    return OAuthApp(
      clientId: oauth.clientId, clientSecret: value, redirectURI: oauth.redirectURI,
      userType: oauth.userType)
  }

  /// Where the tokens of OAuth are kept.
  func storePath(_ oauth: OAuthSettings) throws(Problem) -> String {
    if let store = oauth.store { return settings.folders.expanded(store) }
    guard let state = settings.folders.state else {
      throw Problem(
        .error, "there is no place to keep tokens in", hint: "set HOME, or name a store")
    }
    return "\(state)/oauth/\(settings.profile?.value ?? "default").json"
  }

  /// The text of a secret, as it stands there.
  func secret(_ source: SecretSource) throws(Problem) -> String {
    let reader = SecretReader(environment: world.environment)
    switch source {
    case .environment(let name): return try reader.variable(name)
    case .file(let path): return try reader.file(settings.folders.expanded(path))
    case .command(let words): return try reader.output(of: words)
    case .literal(let text): return text
    }
  }
}
