import Diagnostics
import Files

/// Where a profile's token comes from.
extension SettingsFile {
  private static let tokenKeys = ["token", "token_env", "token_file", "token_command", "oauth"]

  func token(
    _ reader: TableReader, _ document: TOMLDocument, _ path: [String]
  ) throws(Problem) -> Setting<TokenSetting>? {
    let given = Self.tokenKeys.filter(reader.has)
    guard let key = given.first else { return nil }
    guard given.count == 1 else {
      throw Problem(
        .inputInvalid, "the profile names its token twice: \(given.joined(separator: " and "))",
        hint: "leave all but one out", at: reader.place(given[1]))
    }
    let place = reader.place(key)
    if key == "oauth" {
      let oauth = try oauth(document, path + [key], try reader.table(key) ?? [:])
      return Setting(.oauth(oauth), from: .file(place))
    }
    guard let source = try secret(reader, "token") else { return nil }
    return Setting(.secret(source), from: .file(place))
  }

  private func oauth(
    _ document: TOMLDocument, _ path: [String], _ members: [String: TOMLNode]
  ) throws(Problem) -> OAuthSettings {
    let reader = try TableReader(
      document, path, members,
      keys: [
        "client_id", "client_secret", "client_secret_env", "client_secret_file",
        "client_secret_command", "redirect_uri", "scopes", "store", "user_type",
      ])
    guard let clientId = try reader.text("client_id") else {
      throw Problem(
        .inputInvalid, "the settings of OAuth lack 'client_id'",
        hint: "it stands in the app's settings in the marketplace", at: document.place(path))
    }
    let userType = try reader.text("user_type")?.value ?? "Company"
    guard ["Company", "Location"].contains(userType) else {
      throw Problem(
        .inputInvalid, "'user_type' is neither Company nor Location",
        hint: "Company is an agency's token, Location that of one sub-account",
        at: reader.place("user_type"))
    }
    return OAuthSettings(
      clientId: clientId.value, clientSecret: try secret(reader, "client_secret"),
      store: try reader.text("store")?.value, redirectURI: try reader.text("redirect_uri")?.value,
      userType: userType, scopes: try reader.texts("scopes") ?? [])
  }

  /// `NAME`, `NAME_env`, `NAME_file` or `NAME_command`.
  func secret(_ reader: TableReader, _ name: String) throws(Problem) -> SecretSource? {
    if let literal = try reader.text(name) {
      try checkPrivate(reader.place(name))
      return .literal(literal.value)
    }
    if let variable = try reader.text("\(name)_env") { return .environment(variable.value) }
    if let file = try reader.text("\(name)_file") { return .file(file.value) }
    guard reader.has("\(name)_command") else { return nil }
    guard kind != .project else {
      throw Problem(
        .inputInvalid, "'\(path)' names a command, which would run with nobody having looked",
        hint: "put \(name)_command into the settings of the user: a project's folder may come "
          + "from anywhere", at: reader.place("\(name)_command"))
    }
    return .command(try command(reader, "\(name)_command"))
  }

  /// A list is a program and its arguments; a text is a line for the shell.
  private func command(_ reader: TableReader, _ key: String) throws(Problem) -> [String] {
    if let words = try? reader.texts(key), !words.isEmpty {
      guard words.contains(where: { $0.utf8.contains(0) }) || words[0].isEmpty else { return words }
    } else if let line = try? reader.text(key) {
      return ["/bin/sh", "-c", line.value]
    }
    throw Problem(
      .inputInvalid, "'\(key)' is no command",
      hint: "write it as a list: [\"pass\", \"show\", \"highlevel\"]", at: reader.place(key))
  }

  private func checkPrivate(_ place: Place) throws(Problem) {
    if kind == .project {
      throw Problem(
        .inputInvalid, "a secret stands in '\(path)', which is easily passed on",
        hint: "withdraw it and make a new one; 'ghlua login' keeps it where only you can read it",
        at: place)
    }
    guard PrivateFile.isOpenToOthers(path) else { return }
    throw Problem(
      .inputInvalid, "a secret stands in '\(path)', and others may read that file",
      hint: "chmod 600 '\(path)'", at: place)
  }
}
