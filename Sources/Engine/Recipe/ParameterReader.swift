import Diagnostics
import JSON

/// Reads the parameters of a header.
struct ParameterReader {
  static let options = [
    "arg", "optional", "default", "choices", "of", "sep", "min", "max", "columns", "unique",
  ]

  let header: HeaderReader

  func parameters(_ value: JSONValue?, after line: Int) throws(Problem) -> [Parameter] {
    guard let value, value.object?.isEmpty != true else { return [] }
    guard let list = value.array else {
      throw header.problem(
        "'params' must be a list of p.type \"name\" { … }", after: line, near: "params")
    }
    var parameters: [Parameter] = []
    for item in list {
      let parameter = try parameter(item, after: line, isColumn: false)
      if parameters.contains(where: { $0.name == parameter.name }) {
        throw header.problem(
          "the parameter '\(parameter.name)' is declared twice", after: parameter.line)
      }
      parameters.append(parameter)
    }
    try checkPositions(parameters)
    return parameters
  }

  private func parameter(
    _ item: JSONValue, after line: Int, isColumn: Bool
  ) throws(Problem) -> Parameter {
    guard item["kind"]?.string == "param", let name = item["name"]?.string,
      let typeName = item["type"]?.string
    else {
      throw header.problem("a parameter is written p.type \"name\" { … }", after: line)
    }
    let own = Int(item["line"]?.integer ?? Int64(line))
    let types = Parameter.ValueType.allCases.map(\.rawValue)
    guard let type = Parameter.ValueType(rawValue: typeName) else {
      throw header.unknown(typeName, among: types, what: "type of parameter", after: own)
    }
    let options = item["named"]?.object ?? [:]
    for key in options.keys where !Self.options.contains(key) {
      throw header.unknown(key, among: Self.options, what: "option of p.\(typeName)", after: own)
    }
    if type == .rows, isColumn {
      throw header.problem("a column cannot be a table itself", after: own)
    }
    var parameter = Parameter(name: name, type: type, line: own)
    parameter.help = item["positional"]?.array?.first?.string ?? ""
    try read(options, into: &parameter)
    return parameter
  }

  private func read(
    _ options: JSONObject, into parameter: inout Parameter
  ) throws(Problem) {
    let line = parameter.line
    parameter.optional = try flag("optional", options, line)
    parameter.unique = try flag("unique", options, line)
    parameter.position = options["arg"]?.integer.map(Int.init)
    parameter.defaultValue = options["default"]
    if let choices = options["choices"] {
      guard let list = choices.strings, !list.isEmpty else {
        throw header.problem("'choices' must be a list of texts", after: line, near: "choices")
      }
      parameter.choices = list
    }
    if parameter.type == .enum, parameter.choices.isEmpty {
      throw header.problem(
        "p.enum \"\(parameter.name)\" has no choices", after: line,
        hint: "add choices = { \"…\", \"…\" }")
    }
    parameter.minimum = try number("min", options, line)
    parameter.maximum = try number("max", options, line)
    if let separator = options["sep"]?.string, !separator.isEmpty {
      parameter.separator = separator
    }
    if let of = options["of"]?.string {
      guard let type = Parameter.ValueType(rawValue: of), ![.rows, .list, .file].contains(type)
      else {
        throw header.problem("a list cannot hold '\(of)'", after: line, near: "of")
      }
      parameter.elementType = type
    }
    for column in options["columns"]?.array ?? [] {
      parameter.columns.append(try self.parameter(column, after: line, isColumn: true))
    }
    if parameter.type == .rows, parameter.columns.isEmpty {
      throw header.problem("p.rows \"\(parameter.name)\" has no columns", after: line)
    }
  }

  private func flag(_ name: String, _ options: JSONObject, _ line: Int) throws(Problem) -> Bool {
    guard let value = options[name] else { return false }
    guard let flag = value.bool else {
      throw header.problem("'\(name)' must be true or false", after: line, near: name)
    }
    return flag
  }

  private func number(
    _ name: String, _ options: JSONObject, _ line: Int
  ) throws(Problem) -> Double? {
    switch options[name] {
    case nil: return nil
    case .integer(let value): return Double(value)
    case .number(let value): return value
    default: throw header.problem("'\(name)' must be a number", after: line, near: name)
    }
  }

  /// Positions run from 1 without a gap, required ones first.
  private func checkPositions(_ parameters: [Parameter]) throws(Problem) {
    let placed = parameters.filter { $0.position != nil }
      .sorted { ($0.position ?? 0) < ($1.position ?? 0) }
    for (index, parameter) in placed.enumerated() where parameter.position != index + 1 {
      throw header.problem(
        "the positions must be 1, 2, … without a gap or repeat", after: parameter.line,
        near: "arg")
    }
  }
}
