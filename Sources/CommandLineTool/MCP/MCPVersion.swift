import JSON

/// Which revision of the Model Context Protocol a request speaks.
///
/// Source: modelcontextprotocol.io, "Versioning and Compatibility" of 2026-07-28. Since then every
/// request says it in `_meta`; before, a handshake said it once.
enum MCPVersion: Equatable {
  case modern
  /// That was agreed on by `initialize`.
  case legacy(String)

  static let newest = "2026-07-28"
  /// With a handshake, newest first.
  static let older = ["2025-11-25", "2025-06-18", "2025-03-26", "2024-11-05"]
  static let all = [newest] + older

  private static let prefix = "io.modelcontextprotocol"

  /// The revision of a request; what the handshake gave where it says nothing.
  init(_ request: RPCMessage, agreed: String?) throws(RPCFault) {
    let meta = request.params["_meta"]
    guard let version = meta?["\(Self.prefix)/protocolVersion"] else {
      if let agreed {
        self = .legacy(agreed)
        return
      }
      throw RPCFault(
        .invalidParams,
        "say the version: in _meta as \(Self.prefix)/protocolVersion, or by initialize first")
    }
    guard version.string == Self.newest else {
      throw RPCFault(
        .unsupportedVersion, "Unsupported protocol version",
        data: ["supported": .strings(Self.all), "requested": version])
    }
    guard meta?["\(Self.prefix)/clientCapabilities"]?.object != nil else {
      throw RPCFault(.invalidParams, "_meta has no \(Self.prefix)/clientCapabilities")
    }
    self = .modern
  }

  /// What the handshake agrees on: the client's version, or the newest there is with a handshake.
  static func agreed(with client: JSONValue?) -> String {
    older.first { client == .string($0) } ?? older[0]
  }

  /// A result in the form of this revision.
  func result(_ fields: JSONObject) -> JSONObject {
    guard self == .modern else { return fields }
    var result: JSONObject = ["resultType": "complete"]
    for member in fields { result[member.key] = member.value }
    result["_meta"] = ["\(Self.prefix)/serverInfo": .object(Self.server)]
    return result
  }

  static let server: JSONObject = [
    "name": "ghlua", "title": "ghlua: HighLevel's users", "version": .string(productVersion),
  ]
}
