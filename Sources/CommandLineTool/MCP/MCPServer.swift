import JSON

/// What a server of the Model Context Protocol offers.
protocol MCPToolBox: Sendable {
  /// For the model that uses the tools.
  var instructions: String { get }
  /// All tools, always in the same order.
  func list() async throws(RPCFault) -> [JSONObject]
  /// The result of a call. A tool that fails has a result too, which says so.
  func call(_ name: String, _ arguments: JSONObject) async throws(RPCFault) -> JSONObject
}

/// Answers the messages of one client, old revisions of the protocol and the newest.
///
/// Calls run beside each other; what a client cancels is not answered any more.
actor MCPServer {
  /// More calls at a time are refused.
  private static let mostCalls = 32

  private let tools: any MCPToolBox
  private let send: @Sendable (String) -> Void
  /// What a handshake agreed on.
  private var agreed: String?
  private var calls: [JSONValue: Task<Void, Never>] = [:]

  /// - Parameter send: Takes one message, without a line end.
  init(_ tools: any MCPToolBox, send: @escaping @Sendable (String) -> Void) {
    (self.tools, self.send) = (tools, send)
  }

  /// Takes one line of the client.
  func receive(_ line: String) {
    do throws(RPCFault) {
      guard let message = try RPCMessage(line) else { return }
      guard let id = message.id else { return take(notification: message) }
      guard calls[id] == nil else {
        throw RPCFault(.invalidRequest, "a request with this id is being worked on", id: id)
      }
      guard calls.count < Self.mostCalls else {
        throw RPCFault(.tooMany, "\(Self.mostCalls) requests are being worked on", id: id)
      }
      calls[id] = Task { await self.answer(message, id) }
    } catch {
      reply(error, to: error.id ?? .null)
    }
  }

  /// Waits until everything that was asked is answered.
  func finish() async {
    while let call = calls.values.first { await call.value }
  }

  /// Stops all calls, and waits until they have stopped.
  func stop() async {
    for call in calls.values { call.cancel() }
    await finish()
  }

  private func take(notification: RPCMessage) {
    guard notification.method == "notifications/cancelled",
      let id = notification.params["requestId"]
    else { return }
    calls[id]?.cancel()
  }

  private func answer(_ request: RPCMessage, _ id: JSONValue) async {
    defer { calls[id] = nil }
    do throws(RPCFault) {
      let result = try await result(of: request)
      guard !Task.isCancelled else { return }
      write(["jsonrpc": "2.0", "id": id, "result": .object(result)])
    } catch {
      if !Task.isCancelled { reply(error, to: id) }
    }
  }

  private func result(of request: RPCMessage) async throws(RPCFault) -> JSONObject {
    if request.method == "initialize" { return initialize(request) }
    // A client may ask whether anybody is there before it says anything else.
    if request.method == "ping", request.params["_meta"] == nil { return [:] }
    let version = try MCPVersion(request, agreed: agreed)
    switch request.method {
    case "server/discover" where version == .modern: return version.result(discovery)
    case "ping" where version != .modern: return [:]
    case "tools/list": return version.result(try await list(request, version))
    case "tools/call":
      guard let name = request.params["name"]?.string,
        let arguments = (request.params["arguments"] ?? [:]).object
      else { throw RPCFault(.invalidParams, "tools/call takes a name, and arguments as an object") }
      return version.result(try await tools.call(name, arguments))
    default: throw RPCFault(.methodNotFound, "Method not found: \(request.method)")
    }
  }

  private func initialize(_ request: RPCMessage) -> JSONObject {
    let version = MCPVersion.agreed(with: request.params["protocolVersion"])
    agreed = version
    return [
      "protocolVersion": .string(version), "capabilities": ["tools": [:]],
      "serverInfo": .object(MCPVersion.server), "instructions": .string(tools.instructions),
    ]
  }

  private var discovery: JSONObject {
    [
      "supportedVersions": .strings(MCPVersion.all), "capabilities": ["tools": [:]],
      "instructions": .string(tools.instructions), "ttlMs": 3_600_000, "cacheScope": "private",
    ]
  }

  private func list(
    _ request: RPCMessage, _ version: MCPVersion
  ) async throws(RPCFault) -> JSONObject {
    // All tools stand on one page, so no cursor was ever handed out.
    guard request.params["cursor"] == nil else {
      throw RPCFault(.invalidParams, "there is no page with this cursor")
    }
    var result: JSONObject = ["tools": .array(try await tools.list().map { .object($0) })]
    if version == .modern {
      // People edit recipes while this runs.
      (result["ttlMs"], result["cacheScope"]) = (0, "private")
    }
    return result
  }

  private func reply(_ fault: RPCFault, to id: JSONValue) {
    write(["jsonrpc": "2.0", "id": id, "error": .object(fault.json)])
  }

  private func write(_ message: JSONObject) { send(JSONValue.object(message).text(ascii: true)) }
}
