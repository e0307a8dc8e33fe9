import ArgumentParser
import Diagnostics
import Engine
import Files
import FoundationEssentials
import HighLevel
import JSON
import Settings
import Tokens

/// `ghlua login`: keeps a token where only its owner can read it.
struct LoginCommand: ParsableCommand, LongCommand {
  static let configuration = CommandConfiguration(
    commandName: "login", abstract: "Keep a token, or log in with OAuth.",
    discussion: """
      The token is asked for on a terminal, or read from a file or standard input; never give it as \
      an argument. With --client-id, or for a profile with oauth, it begins a login in the browser.
      """)

  @OptionGroup(title: "The service") var service: ServiceFlags
  @Option(
    name: .customLong("token-file"),
    help: ArgumentHelp("Where the token (or the code) is read from.", valueName: "file|-"))
  var tokenFile: String?
  @Option(name: .customLong("client-id"), help: "The app, as the marketplace names it.")
  var clientId: String?
  @Option(
    name: .customLong("client-secret-env"),
    help: ArgumentHelp("The variable with the app's secret.", valueName: "name"))
  var secretVariable: String?
  @Option(
    name: .customLong("client-secret-file"),
    help: ArgumentHelp("The file with the app's secret.", valueName: "file"))
  var secretFile: String?
  @Option(name: .customLong("redirect-uri"), help: "As the app's settings have it.")
  var redirectURI: String?
  @Option(name: .customLong("scope"), help: "A scope to ask for; repeatable.")
  var scopes: [String] = []
  @OptionGroup(title: "Output") var flags: OutputFlags

  func perform(in world: World, _ output: Output) async throws(Problem) -> Int32 {
    var options = try service.options
    let name = options.profile ?? world.variable("GHLUA_PROFILE") ?? "default"
    guard name.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || "-_".contains($0)) })
    else {
      throw Problem(
        .usage, "'\(name)' is no name for a profile", hint: "letters, digits, '-' and '_' make one")
    }
    let book = try ProfileBook(world.environment)
    let known = try book.settings(of: name)
    // A profile that is not there yet is about to be made.
    if known == nil { options.profile = nil }
    var environment = world.environment
    for name in ["GHLUA_TOKEN", "GHLUA_TOKEN_FILE", "GHLUA_PROFILE"] { environment[name] = nil }
    var settings = try Settings.load(options.flags, environment: environment)
    settings.profile = Setting(name, from: .flag("--profile"))
    if let known, known.baseURL.value != settings.baseURL.value {
      // The next command would send the token to the profile's service, which may be another's.
      throw Problem(
        .usage, "the profile '\(name)' is for \(known.baseURL.value)",
        hint: "log in to \(settings.baseURL.value) with another --profile")
    }
    if let oauth = try oauth(settings) {
      return try await logIn(oauth, settings, book, name, in: world, output)
    }
    return try await keep(settings, book, name, in: world, output)
  }

  /// Stores a token that never changes, once the service has taken it.
  private func keep(
    _ given: Settings, _ book: ProfileBook, _ name: String, in world: World, _ output: Output
  ) async throws(Problem) -> Int32 {
    let text = try ask("Token (not shown): ", hidden: true, in: world)
    let token = try TokenText(text, from: tokenFile == nil ? "terminal" : "input")
    output.redaction.learn(token.value, as: "token")
    var settings = given
    settings.token = Setting(.secret(.literal(token.value)), from: .flag("login"))
    let live = try await LiveService(settings, in: world, output)
    let company = try await live.companyId()
    let file = try book.keep(token.value, of: name)
    let lines = ["company = \(quoted(company))", "token_file = \(quoted(file))"]
    try book.add(name, lines + serviceLines(settings))
    return end(
      "logged in: \(token.kind.rawValue) token of company \(company), profile '\(name)'",
      ["company": .string(company), "kind": .string(token.kind.rawValue), "file": .string(file)],
      name, output)
  }

  private func oauth(_ settings: Settings) throws(Problem) -> OAuthSettings? {
    guard let clientId else {
      if case .oauth(let oauth) = settings.token?.value { return oauth }
      return nil
    }
    let secret = secretVariable.map(SecretSource.environment) ?? secretFile.map(SecretSource.file)
    guard let secret else {
      throw Problem(
        .usage, "where is the app's secret?",
        hint: "add --client-secret-env NAME or --client-secret-file FILE")
    }
    return OAuthSettings(
      clientId: clientId, clientSecret: secret, redirectURI: redirectURI, scopes: scopes)
  }

  private func logIn(
    _ oauth: OAuthSettings, _ settings: Settings, _ book: ProfileBook, _ name: String,
    in world: World, _ output: Output
  ) async throws(Problem) -> Int32 {
    let opener = TokenOpener(settings, world, output.redaction)
    let app = try opener.app(oauth)
    let store = GrantStore(try opener.storePath(oauth))
    if tokenFile == nil {
      output.note("open in a browser and choose the agency:\n  \(Self.address(oauth, settings))")
    }
    let code = try Self.code(in: try ask("Code: ", hidden: true, in: world))
    output.redaction.learn(code, as: "code")
    let client = OAuthClient(
      app, transport: try LiveService.transport(settings, in: world),
      version: ServiceVersion(rawValue: settings.apiVersion.value) ?? .v2)
    let grant: Grant
    do throws(ServiceError) { grant = try await client.exchange(code: code) } catch {
      throw Problem(asking: error)
    }
    for secret in grant.secrets { output.redaction.learn(secret.value, as: secret.name) }
    try await store.replace(grant)
    if clientId != nil { try book.add(name, lines(oauth) + serviceLines(settings)) }
    let company = grant.companyId ?? ""
    return end(
      "logged in: OAuth token of company \(company), profile '\(name)'",
      ["company": .string(company), "kind": "OAuth", "file": .string(store.path)], name, output)
  }

  private func lines(_ oauth: OAuthSettings) -> [String] {
    var parts = ["client_id = \(quoted(oauth.clientId))"]
    if let secretVariable { parts.append("client_secret_env = \(quoted(secretVariable))") }
    if secretVariable == nil, let secretFile {
      parts.append("client_secret_file = \(quoted(secretFile))")
    }
    if let redirectURI { parts.append("redirect_uri = \(quoted(redirectURI))") }
    return ["oauth = { \(parts.joined(separator: ", ")) }"]
  }

  /// The service that the token is for, where it is not the usual one: later commands must not send
  /// it anywhere else.
  private func serviceLines(_ settings: Settings) -> [String] {
    var lines: [String] = []
    if settings.baseURL.value != Settings.officialURL {
      lines.append("base_url = \(quoted(settings.baseURL.value))")
    }
    if settings.apiVersion.value != ServiceVersion.v2.rawValue {
      lines.append("api_version = \(quoted(settings.apiVersion.value))")
    }
    return lines
  }

  /// Source: HighLevel's documentation of the marketplace's OAuth; other services have the page
  /// under their own address, as the stand-in does.
  private static func address(_ oauth: OAuthSettings, _ settings: Settings) -> String {
    let base = settings.baseURL.value
    let host = base == Settings.officialURL ? "https://marketplace.gohighlevel.com" : base
    var query = [("response_type", "code"), ("client_id", oauth.clientId)]
    if let uri = oauth.redirectURI { query.append(("redirect_uri", uri)) }
    if !oauth.scopes.isEmpty { query.append(("scope", oauth.scopes.joined(separator: " "))) }
    let text = query.map { "\($0)=\(PercentEncoding.encode($1))" }.joined(separator: "&")
    return "\(host)/oauth/chooselocation?\(text)"
  }

  /// The code itself, or the address that the browser was sent to with it.
  private static func code(in text: String) throws(Problem) -> String {
    let text = text.trimmingWhitespace
    let query = text.split(separator: "?", maxSplits: 1).last.map(String.init) ?? text
    let found = query.split(separator: "&").first { $0.hasPrefix("code=") }?.dropFirst(5)
    return try TokenText(found.map(String.init) ?? text, from: "input").value
  }

  private func ask(_ prompt: String, hidden: Bool, in world: World) throws(Problem) -> String {
    if let tokenFile {
      guard tokenFile == "-" else {
        return try SecretReader(environment: world.environment).file(tokenFile)
      }
      do throws(InputFault) {
        return String(
          decoding: try world.input.readStandardInput(limit: TokenText.largest), as: UTF8.self)
      } catch {
        throw Problem(.inputInvalid, error.message(about: "standard input"), hint: error.hint)
      }
    }
    guard world.canAsk else {
      throw Problem(
        .usage, "nobody is there to be asked for the token",
        hint: "give it on standard input with --token-file -")
    }
    world.writeError(prompt)
    let answer = world.readSecret()
    world.writeError("\n")
    guard let answer else { throw Problem(.confirm, "nothing was typed") }
    return answer
  }

  private func end(
    _ text: String, _ facts: JSONObject, _ name: String, _ output: Output
  ) -> Int32 {
    if output.json {
      var object: JSONObject = ["schema": "ghlua.login/1", "ok": true, "profile": .string(name)]
      for fact in facts { object[fact.key] = fact.value }
      output.print(object)
    } else {
      output.print(text)
    }
    return 0
  }

  /// A text as TOML writes it; ids, paths and names hold no control characters.
  private func quoted(_ text: String) -> String {
    JSONValue.string(text).text()
  }
}

extension String {
  fileprivate var trimmingWhitespace: String {
    let start = drop(while: \.isWhitespace)
    return String(start.reversed().drop(while: \.isWhitespace).reversed())
  }
}
