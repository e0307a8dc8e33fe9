import JSON

/// One message of a client. Source: JSON-RPC 2.0.
struct RPCMessage {
  /// A text or a whole number; nil for a notification, which is never answered.
  var id: JSONValue?
  var method: String
  var params: JSONObject

  /// - Throws: What the client is told; with the id as far as it could be read.
  init?(_ line: String) throws(RPCFault) {
    let value: JSONValue
    do throws(JSONSyntaxError) { value = try JSONValue(parsing: line) } catch {
      throw RPCFault(.parseError, "no JSON: \(error.message)")
    }
    guard let object = value.object else {
      throw RPCFault(.invalidRequest, "a message is one JSON object, not a JSON \(value.kind)")
    }
    // This server asks nothing, so answers mean nothing to it.
    if object["method"] == nil, object["result"] != nil || object["error"] != nil { return nil }
    let id = object["id"]
    guard object["jsonrpc"] == "2.0", let method = object["method"]?.string else {
      throw RPCFault(.invalidRequest, "a request has \"jsonrpc\": \"2.0\" and a method", id: id)
    }
    switch id {
    case nil, .string, .integer: self.id = id
    default: throw RPCFault(.invalidRequest, "an id is a text or a whole number")
    }
    guard let params = (object["params"] ?? [:]).object else {
      throw RPCFault(.invalidParams, "params is an object", id: id)
    }
    (self.method, self.params) = (method, params)
  }
}

/// Why a request has no result.
struct RPCFault: Error {
  enum Code: Int64 {
    case parseError = -32700
    case invalidRequest = -32600
    case methodNotFound = -32601
    case invalidParams = -32602
    case unsupportedVersion = -32022
    case tooMany = -32000
  }

  var code: Code
  var message: String
  var data: JSONValue?
  var id: JSONValue?

  init(_ code: Code, _ message: String, data: JSONValue? = nil, id: JSONValue? = nil) {
    (self.code, self.message, self.data, self.id) = (code, message, data, id)
  }

  var json: JSONObject {
    var object: JSONObject = ["code": .integer(code.rawValue), "message": .string(message)]
    object["data"] = data
    return object
  }
}
