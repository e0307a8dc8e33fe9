public import Diagnostics
import FoundationEssentials

/// A proxy on the way to the service.
public struct Proxy: Sendable, Hashable {
  public var isSOCKS: Bool
  public var host: String
  public var port: Int
  /// Nil where the proxy asks for none.
  public var user: String?
  public var password: String?

  /// Reads `http://[user:password@]host[:port]` or `socks5://host[:port]`; the scheme may be left
  /// out.
  public init(_ text: String) throws(Problem) {
    let whole = text.contains("://") ? text : "http://\(text)"
    guard let parts = URLComponents(string: whole), let scheme = parts.scheme?.lowercased(),
      ["http", "socks5", "socks5h", "socks"].contains(scheme),
      let host = parts.percentEncodedHost, !host.isEmpty
    else {
      // The text itself may hold a password.
      throw Problem(
        .usage, "the environment names a proxy that cannot be used",
        hint: "HTTPS_PROXY looks like http://proxy.example:3128 or socks5://proxy.example")
    }
    isSOCKS = scheme != "http"
    self.host = host
    port = parts.port ?? (isSOCKS ? 1080 : 80)
    user = parts.user
    password = parts.password
  }

  /// The proxy that the environment names for a base URL; nil for none.
  ///
  /// As curl reads it: `https_proxy`, `http_proxy`, then `all_proxy`, in small or capital letters,
  /// and `no_proxy` with names, endings of names or `*`, by commas. This machine itself is always
  /// reached directly.
  public static func named(
    by environment: [String: String], for baseURL: String
  ) throws(Problem) -> Proxy? {
    func value(_ name: String) -> String? {
      let value = environment[name] ?? environment[name.uppercased()]
      return value?.isEmpty == true ? nil : value
    }
    let base = try BaseURL(baseURL)
    guard !isExempt(base, from: value("no_proxy") ?? ""),
      let text = value(base.isSecure ? "https_proxy" : "http_proxy") ?? value("all_proxy")
    else { return nil }
    return try Proxy(text)
  }

  private static func isExempt(_ base: BaseURL, from list: String) -> Bool {
    let host = base.host.lowercased()
    if host == "localhost" || host.hasPrefix("127.") || host == "[::1]" { return true }
    return list.split(whereSeparator: { $0 == "," || $0.isWhitespace }).contains { entry in
      var name = entry.lowercased()
      if let colon = name.lastIndex(of: ":"), !name.hasSuffix("]") {
        guard name[name.index(after: colon)...] == "\(base.port ?? 0)" else { return false }
        name = String(name[..<colon])
      }
      while name.first == "." || name.first == "*" {
        if name == "*" { return true }
        name.removeFirst()
      }
      return !name.isEmpty && (host == name || host.hasSuffix(".\(name)"))
    }
  }
}

extension Proxy: CustomStringConvertible, CustomReflectable {
  /// Without its password.
  public var description: String { "\(isSOCKS ? "socks5" : "http")://\(host):\(port)" }
  public var customMirror: Mirror { Mirror(self, children: ["proxy": description]) }
}
