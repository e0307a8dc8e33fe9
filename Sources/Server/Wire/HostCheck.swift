/// Which names this server goes by. A page of another site that has its name point here (DNS
/// rebinding) is told by the `Host` it asks for; one that sends a form here by its `Origin`.
struct HostCheck: Sendable {
  private let hosts: Set<String>

  /// - Parameter hosts: Names with ports, `ghlua.example.com` or `127.0.0.1:8722`.
  init(_ hosts: [String]) { self.hosts = Set(hosts.map { $0.lowercased() }) }

  /// The names of a server that listens at an address, and those that the operator gave.
  static func names(listening host: String, port: Int, also given: [String]) -> [String] {
    let local = ["localhost", "127.0.0.1", "[::1]", host.contains(":") ? "[\(host)]" : host]
    return local.map { "\($0):\(port)" } + (port == 80 ? local : []) + given
  }

  func accepts(host: String?) -> Bool { host.map { hosts.contains($0.lowercased()) } ?? false }

  /// Whether a request that changes something comes from a page of ours, or from no page at all.
  func accepts(_ ask: Ask) -> Bool {
    if let site = ask.headers.first(where: { $0.name == "sec-fetch-site" })?.value,
      !["same-origin", "none"].contains(site)
    {
      return false
    }
    guard let origin = ask.headers.first(where: { $0.name == "origin" })?.value else { return true }
    for scheme in ["http://", "https://"] where origin.hasPrefix(scheme) {
      return origin.dropFirst(scheme.count).lowercased() == ask.host?.lowercased()
    }
    return false
  }
}
