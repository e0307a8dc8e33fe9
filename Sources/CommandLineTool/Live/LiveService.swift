import Diagnostics
import FoundationEssentials
import HTTPBackend
import HighLevel
import JSON
import Settings
import Tokens

/// The real service, and who asks it.
struct LiveService: Sendable {
  let settings: Settings
  let version: ServiceVersion
  let transport: ObservingTransport
  let backend: HTTPBackend
  /// What the token says of itself; nil for one that says nothing.
  let identity: TokenIdentity

  /// Reads the token; nothing is sent to the service yet, unless the token has to be renewed.
  init(
    _ settings: Settings, in world: World, _ output: Output, budget: SharedBudget? = nil
  ) async throws(Problem) {
    self.settings = settings
    guard let token = settings.token else { throw Self.noToken }
    version = ServiceVersion(rawValue: settings.apiVersion.value) ?? .v2
    transport = try Self.transport(settings, in: world, budget: budget)
    let (provider, identity) = try await TokenOpener(settings, world, output.redaction).open(
      token, transport, version)
    self.identity = identity
    let notes = WaitNotes(output, isTerminal: world.errorIsTerminal)
    backend = HTTPBackend(
      transport: transport, tokens: provider,
      HTTPConfiguration(
        version: version, companyId: settings.company?.value ?? identity.company,
        userAgent: "ghlua/\(productVersion)",
        concurrency: settings.limits.concurrency?.value ?? 8, onWait: notes.note))
    if let asked = settings.askedConcurrency, asked > settings.limits.concurrency?.value ?? asked {
      output.note("--concurrency \(asked) is held at \(settings.limits.concurrency.shown)")
    }
    if settings.baseURL.value.hasPrefix("http://"), !Self.isLocal(settings.baseURL.value) {
      output.note("warning: the token travels unencrypted to \(transport.host)")
    }
  }

  static let noToken = Problem(
    .auth, "there is no token",
    hint: "'ghlua login' keeps one, or set GHLUA_TOKEN or GHLUA_TOKEN_FILE")

  static func transport(
    _ settings: Settings, in world: World, budget: SharedBudget? = nil
  ) throws(Problem) -> ObservingTransport {
    let url = settings.baseURL.value
    let network = NetworkTransport.Settings(
      baseURL: url, caFile: world.variable("SSL_CERT_FILE"),
      proxy: try Proxy.named(by: world.environment, for: url),
      connections: settings.limits.concurrency?.value ?? 8)
    return ObservingTransport(
      try NetworkTransport(network), rate: settings.limits.rate?.value, budget: budget)
  }

  private static func isLocal(_ url: String) -> Bool {
    ["localhost", "127.", "[::1]"].contains { url.dropFirst(7).hasPrefix($0) }
  }

  /// The id of the company: from the settings, from the token, or by asking.
  func companyId() async throws(Problem) -> String {
    let own = identity.company
    if let named = settings.company {
      guard own == nil || own == named.value else {
        throw Problem(
          .auth,
          "the token is of the company \(own ?? ""), not of \(named.value) (\(named.origin))",
          hint: "choose the profile that the token belongs to, or correct its company")
      }
      return named.value
    }
    if let own { return own }
    do throws(ServiceError) {
      let location = try await someLocation()
      let answer = try await backend.read(Request(.locationsGet, id: location))
      if let company = Location(answer: answer)?.companyId, !company.isEmpty { return company }
    } catch  where error.isAboutToken {
      throw Problem(asking: error)
    } catch  where error.kind == .unavailable || error.kind == .dayLimit {
      throw Problem(asking: error)
    } catch {
      // Said below, with what to do about it.
    }
    throw Problem(
      .auth, "the token does not tell which company it is of",
      hint: "name it as company in the profile, or as GHLUA_COMPANY; "
        + "it stands in the address of the agency's settings")
  }

  private func someLocation() async throws(ServiceError) -> String {
    if let location = settings.location?.value ?? identity.location { return location }
    let answer = try await backend.read(Request(.locationsSearch, fields: ["limit": "1"]))
    guard let first = answer["locations"]?.array?.first?["id"]?.string else {
      throw ServiceError(kind: .notFound, status: 0, message: "The company has no location.")
    }
    return first
  }
}

extension ServiceError {
  /// Whether another token is what it takes.
  var isAboutToken: Bool { kind == .badToken || kind == .badVersion }
}

extension Problem {
  /// The service did not answer a question of ghlua's own.
  init(asking error: ServiceError) {
    let code: Code =
      switch error.kind {
      case .badToken, .missingScope, .wrongLocation, .badVersion, .forbidden: .auth
      case .rateLimited, .dayLimit, .unavailable: .unavailable
      case .notFound, .duplicateEmail, .invalid, .unknown: .error
      }
    let hint = code == .auth ? "'ghlua doctor' shows what the token may do" : nil
    self.init(code, "the service says: \(error.description)", hint: hint)
  }
}

extension Optional where Wrapped == Setting<Int> {
  /// `8 (ghlua.toml:3)`
  var shown: String { map { "\($0.value) (\($0.origin))" } ?? "" }
}
