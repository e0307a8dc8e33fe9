import Diagnostics
import Files

/// One file with settings, understood.
struct SettingsFile: Sendable {
  /// Whom a file is trusted like.
  enum Kind: Sendable, Hashable {
    /// In the working folder: whoever wrote the folder wrote it.
    case project
    case user
    case system
  }

  /// What a profile of this file says.
  struct Profile: Sendable {
    var company: Setting<String>?
    var location: Setting<String>?
    var baseURL: Setting<String>?
    var apiVersion: Setting<String>?
    var token: Setting<TokenSetting>?
    var limits = LimitSettings()
  }

  let path: String
  let kind: Kind
  /// The profile that is taken when nobody names one.
  var profile: Setting<String>?
  /// What holds for every profile.
  var general = Profile()
  var profiles: [String: Profile] = [:]
  var schedules: [ScheduleSettings] = []
  var serve = ServeSettings()

  /// Reads a file; nil when there is none.
  static func read(_ path: String, _ kind: Kind) throws(Problem) -> SettingsFile? {
    guard let text = try PrivateFile.read(path) else { return nil }
    return try SettingsFile(text, path: path, kind)
  }

  init(_ text: String, path: String, _ kind: Kind) throws(Problem) {
    (self.path, self.kind) = (path, kind)
    let document = try TOMLDocument(text, path: path)
    let reader = try TableReader(
      document, [], document.root,
      keys: ["profile", "base_url", "api_version", "limits", "profiles", "schedule"]
        + Self.serveKeys)
    profile = try reader.text("profile")
    general = try readProfile(reader, document, [])
    schedules = try ScheduleSettings.read(reader, document)
    serve = try readServe(reader, document)
    for (name, node) in try reader.table("profiles") ?? [:] {
      guard case .table(let members) = node else {
        throw Problem(
          .inputInvalid, "'profiles.\(name)' in the settings is \(node.kind)",
          hint: "write [profiles.\(name)] and its settings below",
          at: document.place(["profiles", name]))
      }
      let reader = try TableReader(
        document, ["profiles", name], members,
        keys: [
          "company", "location", "token", "token_env", "token_file", "token_command", "oauth",
          "base_url", "api_version", "limits",
        ])
      profiles[name] = try readProfile(reader, document, ["profiles", name])
    }
  }

  private func readProfile(
    _ reader: TableReader, _ document: TOMLDocument, _ path: [String]
  ) throws(Problem) -> Profile {
    var profile = Profile()
    profile.company = try reader.text("company")
    profile.location = try reader.text("location")
    profile.baseURL = try reader.text("base_url")
    profile.apiVersion = try reader.text("api_version")
    try checkTrust(reader, profile.baseURL)
    profile.token = try token(reader, document, path)
    if let members = try reader.table("limits") {
      profile.limits = try limits(document, path + ["limits"], members)
    }
    return profile
  }

  private func limits(
    _ document: TOMLDocument, _ path: [String], _ members: [String: TOMLNode]
  ) throws(Problem) -> LimitSettings {
    let reader = try TableReader(
      document, path, members,
      keys: ["create", "update", "delete", "percent", "concurrency", "rate"])
    var limits = LimitSettings()
    limits.create = try reader.integer("create", in: 0...1_000_000)
    limits.update = try reader.integer("update", in: 0...1_000_000)
    limits.delete = try reader.integer("delete", in: 0...1_000_000)
    limits.percent = try reader.integer("percent", in: 0...100)
    limits.concurrency = try reader.integer("concurrency", in: 1...256)
    limits.rate = try reader.number("rate")
    return limits
  }

  /// A folder that somebody else wrote must not say where the token is sent to.
  private func checkTrust(_ reader: TableReader, _ baseURL: Setting<String>?) throws(Problem) {
    guard kind == .project, let url = baseURL?.value, !Self.isHarmless(url) else { return }
    throw Problem(
      .inputInvalid, "base_url in '\(path)' would send the token to another host",
      hint: "put it into the settings of the user, or give it as --base-url or GHLUA_BASE_URL",
      at: reader.place("base_url"))
  }

  /// The service itself, or this machine.
  private static func isHarmless(_ url: String) -> Bool {
    let parts = url.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count > 2, parts[1].isEmpty else { return false }
    if ["services.leadconnectorhq.com", "rest.gohighlevel.com"].contains(parts[2]) {
      return parts[0] == "https:"
    }
    let local = ["localhost", "127.0.0.1", "[::1]"]
    return local.contains { host in
      guard parts[2].hasPrefix(host) else { return false }
      let port = parts[2].dropFirst(host.count)
      return port.isEmpty || port.first == ":" && port.dropFirst().allSatisfy(\.isWholeNumber)
    }
  }
}
