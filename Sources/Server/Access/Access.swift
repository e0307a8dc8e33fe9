import HighLevel
import Webhooks

/// Decides who asks and what they may do.
struct Access: Sendable {
  static let cookie = "ghlua_session"
  private static let lifetime: Duration = .seconds(12 * 3600)

  private let tokens: [AccessToken]
  /// Without tokens only this machine can reach the server, and may do everything.
  private let open: AccessToken?
  private let isSecure: Bool

  /// - Parameter isSecure: Whether browsers reach the server by https alone.
  init(_ tokens: [AccessToken], isSecure: Bool) {
    self.tokens = tokens
    self.isSecure = isSecure
    open =
      tokens.isEmpty
      ? AccessToken(
        name: "local", role: .apply,
        secret: (0..<4).map { _ in String(UInt64.random(in: 0 ... .max), radix: 36) }.joined())
      : nil
  }

  var isOpen: Bool { open != nil }

  /// Who asks, by the header `Authorization`; nil for nobody known.
  func bearer(_ ask: Ask) -> Caller? {
    if let open { return Caller(name: open.name, role: open.role) }
    guard let text = ask.header("authorization"), text.prefix(7).lowercased() == "bearer " else {
      return nil
    }
    return holder(of: String(text.dropFirst(7))).map { Caller(name: $0.name, role: $0.role) }
  }

  /// The token that a text is.
  func holder(of text: String) -> AccessToken? {
    var found: AccessToken?
    // All are looked at, so that the time tells nothing.
    for token in tokens where token.secret.matches(text) { found = token }
    return found
  }

  /// Who asks, by the session that the browser keeps.
  func session(_ ask: Ask) -> Session? {
    if let open { return Session(open, "open") }
    guard let header = ask.header("cookie") else { return nil }
    let values = header.split(separator: ";").compactMap { part -> Substring? in
      let pair = part.drop { $0 == " " }.split(separator: "=", maxSplits: 1)
      return pair.count == 2 && pair[0] == Self.cookie ? pair[1] : nil
    }
    guard values.count == 1 else { return nil }
    let parts = values[0].split(separator: ".").map(String.init)
    guard parts.count == 3, let end = Int64(parts[1]), end > ask.received.milliseconds / 1000,
      let token = tokens.first(where: { $0.name == parts[0] }),
      KnownSecret(token.code("session \(end)")).matches(parts[2])
    else { return nil }
    return Session(token, parts[2])
  }

  /// What the browser is to keep after a login.
  func cookie(for token: AccessToken, at moment: Timestamp) -> String {
    let end = moment.advanced(by: Self.lifetime).milliseconds / 1000
    let value = "\(token.name).\(end).\(token.code("session \(end)"))"
    return "\(Self.cookie)=\(value); Max-Age=\(Self.lifetime.components.seconds); \(attributes)"
  }

  /// What makes it forget.
  var emptyCookie: String { "\(Self.cookie)=; Max-Age=0; \(attributes)" }

  private var attributes: String {
    "Path=/; HttpOnly; SameSite=Strict" + (isSecure ? "; Secure" : "")
  }
}

/// Somebody at a browser.
struct Session: Sendable {
  var caller: Caller
  /// What forms must hold: another site cannot know it.
  var formCode: String

  init(_ token: AccessToken, _ session: String) {
    caller = Caller(name: token.name, role: token.role)
    formCode = token.code("form \(session)")
  }

  /// Whether a form that was sent was ours.
  func accepts(_ form: [String: String]) -> Bool {
    form["code"].map { KnownSecret(formCode).matches($0) } ?? false
  }
}
