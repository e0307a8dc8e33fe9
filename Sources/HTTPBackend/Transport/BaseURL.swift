import Diagnostics
import FoundationEssentials
import HighLevel

/// Where the service is: scheme, host, port and perhaps a prefix of every path.
struct BaseURL: Sendable, Hashable {
  let isSecure: Bool
  let host: String
  /// Nil where the scheme says it.
  let port: Int?
  /// Empty, or begins with `/` and ends without.
  let prefix: String

  /// Reads `https://host[:port][/prefix]`. Throws for anything that is more, or less.
  init(_ text: String) throws(Problem) {
    let hint = "it looks like https://services.leadconnectorhq.com; a path behind it is kept"
    guard let parts = URLComponents(string: text), let scheme = parts.scheme?.lowercased(),
      ["http", "https"].contains(scheme), let host = parts.percentEncodedHost, !host.isEmpty
    else {
      throw Problem(.usage, "the base URL is not an address of the web", hint: hint)
    }
    guard parts.user == nil, parts.password == nil, parts.query == nil, parts.fragment == nil
    else {
      throw Problem(.usage, "the base URL may only name a host, a port and a path", hint: hint)
    }
    isSecure = scheme == "https"
    self.host = host
    port = parts.port
    var path = Substring(parts.percentEncodedPath)
    while path.last == "/" { path.removeLast() }
    prefix = String(path)
  }

  /// The host, with the port where one is named.
  var address: String { port.map { "\(host):\($0)" } ?? host }

  /// The whole URL of a request.
  func url(of request: HTTPRequest) -> String {
    var result = "\(isSecure ? "https" : "http")://\(address)\(prefix)\(request.path)"
    for (index, field) in request.query.enumerated() {
      result += index == 0 ? "?" : "&"
      result += "\(PercentEncoding.encode(field.name))=\(PercentEncoding.encode(field.value))"
    }
    return result
  }
}
