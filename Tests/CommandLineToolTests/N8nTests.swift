import FoundationEssentials
import HighLevel
import JSON
import Testing

@testable import CommandLineTool

/// Nodes for n8n, against those that a document in circulation shows (`Tests/Examples`).
struct N8nTests {
  private static let shown: [(String, HighLevel.Operation)] = [
    ("by-location", .usersByLocation), ("create", .usersCreate), ("search", .usersSearch),
    ("filter-by-email", .usersFilterByEmail), ("delete", .usersDelete), ("get", .usersGet),
    ("update", .usersUpdate),
  ]

  private func example(_ name: String) throws -> JSONValue {
    let folder = URL(filePath: #filePath).deletingLastPathComponent()
    let file = folder.appending(path: "../Examples/reference-\(name).json")
    return try JSONValue(parsing: try Data(contentsOf: file))
  }

  private func names(_ list: JSONValue?) -> [String] {
    (list?["parameters"]?.array ?? []).compactMap { $0["name"]?.string }
  }

  @Test(arguments: shown)
  func `has every field that the document's node has`(
    name: String, operation: HighLevel.Operation
  ) throws {
    let wanted = try example(name)
    let node = JSONValue.object(
      HTTPNode(operation: operation, baseURL: "https://rest.gohighlevel.com/v1").node)
    #expect(node["type"] == wanted["type"])
    let (ours, theirs) = try (
      #require(node["parameters"]?.object), #require(wanted["parameters"]?.object)
    )
    for key in [
      "method", "authentication", "genericAuthType", "sendHeaders", "sendBody", "sendQuery",
    ] {
      #expect(ours[key] == theirs[key])
    }
    #expect(Set(ours.keys).isSuperset(of: theirs.keys))
    #expect(Set(names(ours["queryParameters"])) == Set(names(theirs["queryParameters"])))
    // The token is the credential's matter, no header in plain text.
    #expect(
      names(ours["headerParameters"])
        == names(theirs["headerParameters"]).filter { $0 != "Authorization" })
    let path = try #require(theirs["url"]?.string).prefix { $0 != "{" }
    #expect(
      ours["url"]?.string?.contains(path.replacing("ve9EPM428h8vShlRW1KT", with: "")) == true)
  }

  @Test(arguments: Operations.all)
  func `has what today's n8n needs`(operation: HighLevel.Operation) {
    let node = JSONValue.object(HTTPNode(operation: operation).clipboard)["nodes"]?.array?.first
    #expect(node?["typeVersion"] == 4.2)
    #expect(node?["position"] == [0, 0])
    #expect(node?["credentials"]?["httpHeaderAuth"]?["name"] == "HighLevel")
    #expect(node?.text().contains("Bearer") == false)
    if operation.takesID {
      #expect(node?["parameters"]?["url"]?.string?.hasPrefix("=https://") == true)
    }
  }

  @Test(arguments: Operations.all)
  func `sends what the service takes`(operation: HighLevel.Operation) throws {
    let isQuery = operation.method == .get || operation.method == .delete
    let all = operation.parameters.map(\.name)
    let node = HTTPNode(operation: operation, optionalFields: all).node
    let list = node["parameters"]?[isQuery ? "queryParameters" : "bodyParameters"]
    var fields = JSONObject()
    for field in list?["parameters"]?.array ?? [] {
      fields[field["name"]?.string ?? ""] = try value(field["value"]?.string ?? "")
    }
    #expect(fields.count == all.count)
    #expect(UserRules.validate(fields, for: operation) == [])
  }

  /// A field as n8n sends it: an expression by what it says, anything else as text.
  private func value(_ text: String) throws -> JSONValue {
    guard text.hasPrefix("={{"), text.hasSuffix("}}") else { return .string(text) }
    return try JSONValue(parsing: String(text.dropFirst(3).dropLast(2)))
  }
}
