import Diagnostics
import JSON

/// What a file says of `ghlua serve`.
extension SettingsFile {
  static let serveKeys = ["serve", "hooks", "targets", "auto_apply"]

  /// The names of hooks, tokens and targets stand in addresses, cookies and logs.
  private static func check(_ name: String, at place: Place) throws(Problem) {
    let isPlain = name.utf8.allSatisfy {
      (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D || $0 == 0x5F
    }
    guard isPlain, (1...60).contains(name.utf8.count) else {
      throw Problem(
        .inputInvalid, "'\(name)' cannot be a name here",
        hint: "names have small letters, digits, - and _", at: place)
    }
  }

  func readServe(
    _ root: TableReader, _ document: TOMLDocument
  ) throws(Problem) -> ServeSettings {
    var serve = ServeSettings()
    if let members = try root.table("serve") { try readServer(members, document, into: &serve) }
    for (name, reader) in try tables("hooks", of: root, document, keys: Self.hookKeys) {
      serve.hooks.append(try hook(name, reader))
    }
    for (name, reader) in try tables("targets", of: root, document, keys: Self.targetKeys) {
      serve.targets.append(try target(name, reader))
    }
    let bounds = ["create", "update", "delete", "percent"]
    for (name, reader) in try tables("auto_apply", of: root, document, keys: bounds) {
      serve.autoApply[name] = ServeSettings.AutoApply(
        create: try reader.integer("create", in: 0...1_000_000)?.value,
        update: try reader.integer("update", in: 0...1_000_000)?.value,
        delete: try reader.integer("delete", in: 0...1_000_000)?.value,
        percent: try reader.integer("percent", in: 0...100)?.value, place: reader.place("delete"))
    }
    return serve
  }

  private func readServer(
    _ members: [String: TOMLNode], _ document: TOMLDocument, into serve: inout ServeSettings
  ) throws(Problem) {
    let reader = try TableReader(
      document, ["serve"], members,
      keys: [
        "host", "port", "store", "hosts", "https", "profiles", "places", "keep_days",
        "keep_troubled_days", "keep_runs", "tokens",
      ])
    serve.host = try reader.text("host")
    serve.port = try reader.integer("port", in: 0...65_535)
    serve.store = try reader.text("store")
    serve.hosts = try reader.texts("hosts") ?? []
    serve.isSecure = try reader.bool("https") ?? false
    serve.profiles = try reader.texts("profiles") ?? []
    serve.places = try reader.integer("places", in: 1...1000)
    serve.keepDays = try reader.integer("keep_days", in: 1...36_500)
    serve.keepTroubledDays = try reader.integer("keep_troubled_days", in: 1...36_500)
    serve.keepRuns = try reader.integer("keep_runs", in: 1...100_000_000)
    let keys = ["role", "token", "token_env", "token_file", "token_command"]
    for (name, token) in try tables("tokens", of: reader, document, ["serve"], keys: keys) {
      serve.tokens.append(try self.token(name, token))
    }
  }

  private func token(_ name: String, _ reader: TableReader) throws(Problem) -> ServeSettings.Token {
    try Self.check(name, at: reader.place("role"))
    let role = try reader.text("role")?.value ?? "read"
    guard ["read", "plan", "apply"].contains(role) else {
      throw Problem(
        .inputInvalid, "there is no role '\(role)'",
        hint: Suggestion.hint(for: role, in: ["read", "plan", "apply"])
          ?? "it is read, plan or apply", at: reader.place("role"))
    }
    guard let secret = try secret(reader, "token") else {
      throw Problem(
        .inputInvalid, "the token '\(name)' has no text",
        hint: "add token_file or token_env", at: reader.place("role"))
    }
    return ServeSettings.Token(name: name, role: role, secret: secret, place: reader.place("role"))
  }

  private static let hookKeys = [
    "kind", "profile", "recipes", "args", "public_key", "retired_key", "secret", "secret_env",
    "secret_file", "secret_command", "algorithm", "jwks_url", "tenant",
  ]

  private func hook(_ name: String, _ reader: TableReader) throws(Problem) -> ServeSettings.Hook {
    let place = reader.place("kind")
    try Self.check(name, at: place)
    guard let kind = try reader.text("kind") else {
      throw Problem(
        .inputInvalid, "the hook '\(name)' has no kind",
        hint: "highlevel, highlevel-workflow, fusionauth, wpfusion or standard", at: place)
    }
    let arguments = try (reader.table("args") ?? [:]).sorted { $0.key < $1.key }
      .map { ($0.key, $0.value.json) }
    return ServeSettings.Hook(
      name: name, kind: kind.value, profile: try reader.text("profile")?.value,
      recipes: try reader.texts("recipes") ?? [], arguments: JSONObject(arguments),
      publicKey: try reader.text("public_key")?.value,
      retiredKey: try reader.text("retired_key")?.value, secret: try secret(reader, "secret"),
      algorithm: try reader.text("algorithm")?.value, jwksURL: try reader.text("jwks_url")?.value,
      tenant: try reader.text("tenant")?.value, place: place)
  }

  private static let targetKeys = [
    "url", "events", "secret", "secret_env", "secret_file", "secret_command",
  ]

  private func target(
    _ name: String, _ reader: TableReader
  ) throws(Problem) -> ServeSettings.Target {
    let place = reader.place("url")
    try Self.check(name, at: place)
    guard let url = try reader.text("url")?.value,
      url.hasPrefix("https://") || url.hasPrefix("http://")
    else {
      throw Problem(
        .inputInvalid, "the target '\(name)' has no url that begins with https:// or http://",
        at: place)
    }
    return ServeSettings.Target(
      name: name, url: url, events: try reader.texts("events") ?? ["*"],
      secret: try secret(reader, "secret"), place: place)
  }

  /// The tables below a key, by their names.
  private func tables(
    _ key: String, of parent: TableReader, _ document: TOMLDocument, _ path: [String] = [],
    keys: [String]
  ) throws(Problem) -> [(String, TableReader)] {
    var result: [(String, TableReader)] = []
    for (name, node) in (try parent.table(key) ?? [:]).sorted(by: { $0.key < $1.key }) {
      let own = path + [key, name]
      guard case .table(let members) = node else {
        throw Problem(
          .inputInvalid, "'\(own.joined(separator: "."))' in the settings is \(node.kind)",
          hint: "write [\(own.joined(separator: "."))] and its settings below",
          at: document.place(own))
      }
      result.append((name, try TableReader(document, own, members, keys: keys)))
    }
    return result
  }
}
