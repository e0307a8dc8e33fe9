import FoundationEssentials
import JSON
import Testing

/// One of HighLevel's documents in `Tests/OpenAPI`.
struct OpenAPIDocument: Sendable {
  let name: String
  private let json: JSONValue
  private let common: JSONValue

  init(_ name: String) throws {
    self.name = name
    json = try Self.load(name)
    common = try Self.load("common-schemas")
  }

  private static func load(_ name: String) throws -> JSONValue {
    let folder = URL(filePath: #filePath).deletingLastPathComponent()
    let file = folder.appending(path: "../OpenAPI/\(name).json")
    return try JSONValue(parsing: try Data(contentsOf: file))
  }

  /// The operation at a path, and the template that it stands at; paths without parameters first.
  func operation(_ method: String, _ path: String) -> (template: String, operation: JSONValue)? {
    let templates = (json["paths"]?.object ?? [:]).keys.sorted {
      !$0.contains("{") && $1.contains("{")
    }
    for template in templates where Self.fits(path, template) {
      if let found = json["paths"]?[template]?[method.lowercased()] { return (template, found) }
    }
    return nil
  }

  private static func fits(_ path: String, _ template: String) -> Bool {
    let parts = path.split(separator: "/")
    let wanted = template.split(separator: "/")
    return parts.count == wanted.count
      && zip(parts, wanted).allSatisfy { $1.hasPrefix("{") || $0 == $1 }
  }

  /// What is wrong with a value by a schema; each fault as `/pointer: what`. Members that the schema
  /// does not name are faults too.
  func faults(_ value: JSONValue, _ schema: JSONValue, at place: String = "") -> [String] {
    let schema = resolved(schema)
    if value.isNull { return schema["nullable"] == true ? [] : ["\(place): is null"] }
    switch (schema["type"]?.string, value) {
    case ("string", .string), ("boolean", .bool), ("number", .integer), ("number", .number),
      ("integer", .integer), (nil, _):
      let choices = schema["enum"]?.array
      return choices?.contains(value) == false ? ["\(place): is none of the values there are"] : []
    case ("array", .array(let elements)):
      return elements.flatMap { faults($0, schema["items"] ?? [:], at: "\(place)/*") }
    case ("object", .object(let object)): return faults(object, schema, at: place)
    case (let type?, _): return ["\(place): is no \(type) but \(value.kind)"]
    }
  }

  private func faults(_ object: JSONObject, _ schema: JSONValue, at place: String) -> [String] {
    let properties = schema["properties"]?.object ?? [:]
    let missing = (schema["required"]?.strings ?? []).filter { object[$0] == nil }
    let isOpen = properties.isEmpty || schema["additionalProperties"] != nil
    return missing.map { "\(place)/\($0): is missing" }
      + object.flatMap { member -> [String] in
        let inside = "\(place)/\(member.key)"
        if let property = properties[member.key] {
          return faults(member.value, property, at: inside)
        }
        return isOpen ? [] : ["\(inside): is not in the document"]
      }
  }

  /// Follows references, and takes `allOf` with one element for that element.
  private func resolved(_ schema: JSONValue) -> JSONValue {
    if let first = schema["allOf"]?.array?.first { return resolved(first) }
    guard let reference = schema["$ref"]?.string else { return schema }
    let document = reference.hasPrefix("#") ? json : common
    let name = String(reference.split(separator: "/").last ?? "")
    return document["components"]?["schemas"]?[name].map(resolved) ?? [:]
  }
}
