import DaemonStore
import JSON
import Testing

@testable import Server

/// Every field of the query that the document names, asked for in every way that it does not allow.
@Suite struct `The query of the run API` {
  struct Field: Sendable, CustomStringConvertible {
    var method: String
    var path: String
    var name: String
    var schema: JSONValue

    var description: String { "\(method) \(path) \(name)" }

    /// Values of another type, out of range, or unknown.
    var wrong: [String] {
      var values = [""]
      if let most = schema["maximum"]?.integer, let least = schema["minimum"]?.integer {
        values += ["x", "1e2", "1.0", "%2B1", "01", "%201", "99999999999999999999"]
        values += ["\(most + 1)", "\(least - 1)", "null", "true"]
      } else if let longest = schema["maxLength"]?.integer {
        values.append(String(repeating: "x", count: Int(longest) + 1))
      } else {
        values += ["nothing", "%20", "%00", ",", "null", "FAILED", "planned,", "dead%0A"]
      }
      return values
    }
  }

  static let id = "20260105T120000.000Z-abcdef"

  static let operations: [(method: String, path: String, parameters: [JSONValue])] =
    (OpenAPI.document["paths"]?.object?.members ?? []).flatMap { path in
      (path.value.object?.members ?? []).map { operation in
        (
          operation.key.uppercased(), path.key.replacing("{id}", with: id),
          operation.value["parameters"]?.array ?? []
        )
      }
    }

  static let fields = operations.flatMap { operation in
    operation.parameters.filter { $0["in"] == "query" }.map { parameter in
      Field(
        method: operation.method, path: operation.path, name: parameter["name"]?.string ?? "",
        schema: parameter["schema"] ?? .null)
    }
  }

  private func refuses(_ target: String, _ field: Field, _ house: House) async throws {
    let body = field.method == "GET" ? "" : #"{"recipe":"echo","checksum":"sha256:abc"}"#
    let answer = await house.ask(field.method, target, body)
    #expect(answer.status == 400, "\(target)")
    let message = try answer.object["problem"]?["message"]?.string ?? ""
    #expect(message.contains("'\(field.name)'"), "\(target): \(message)")
  }

  @Test(arguments: fields)
  func `a value that the document does not allow is refused by name`(field: Field) async throws {
    try await House.with(workers: false) { house async throws in
      for value in field.wrong {
        try await refuses("\(field.path)?\(field.name)=\(value)", field, house)
      }
      try await refuses("\(field.path)?\(field.name)", field, house)
      #expect(try await house.store.counts().isEmpty)
    }
  }

  @Test(arguments: fields)
  func `a field that comes twice is refused`(field: Field) async throws {
    try await House.with(workers: false) { house async throws in
      let value =
        field.schema["enum"]?.array?.first?.string
        ?? (field.name == "status" ? "failed" : field.name == "after" ? Self.id : "1")
      let once = "\(field.name)=\(value)"
      try await refuses("\(field.path)?\(once)&\(once)", field, house)
      // One alone is no reason to refuse.
      let answer = await house.ask(field.method, "\(field.path)?\(once)", "")
      #expect(answer.status != 400, "\(field.path)?\(once): \(answer.text)")
    }
  }

  @Test func `a field that a route does not know is refused, and the nearest named`() async throws {
    try await House.with(workers: false) { house async throws in
      for operation in Self.operations {
        let answer = await house.ask(operation.method, "\(operation.path)?nothing=1")
        #expect(answer.status == 400, "\(operation.method) \(operation.path)")
      }
      let answer = await house.ask("GET", "/v1/runs?statsu=failed")
      #expect(answer.text.contains("'status'"))
    }
  }

  @Test func `a key that comes twice or is empty is refused`() async throws {
    try await House.with(workers: false) { house async throws in
      for keys in [["k", "k"], [""], ["k", "other"]] {
        let answer = await house.ask(
          "POST", "/v1/runs", #"{"recipe":"echo"}"#, headers: keys.map { ("idempotency-key", $0) })
        #expect(answer.status == 400)
      }
      #expect(try await house.store.counts().isEmpty)
    }
  }

  @Test func `a status that is named twice lists its runs once`() async throws {
    try await House.with(workers: false) { house async throws in
      _ = await house.ask("POST", "/v1/runs", #"{"recipe":"echo"}"#)
      let list = try await house.ask("GET", "/v1/runs?status=queued,failed,queued").object
      #expect(list["runs"]?.array?.count == 1)
    }
  }
}
