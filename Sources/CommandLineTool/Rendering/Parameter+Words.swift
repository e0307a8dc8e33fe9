import Engine
import JSON

/// A parameter as people read of it.
extension Engine.Parameter {
  /// How it stands in a usage line: `USER`, `--from LOCATION`, `--role admin|user`.
  var usage: String {
    if position != nil { return usageName }
    switch type {
    case .flag: return "--\(name)"
    case .list: return "--\(name) \(elementType.rawValue.uppercased())…"
    default:
      let short = choices.joined(separator: "|")
      return "--\(name) \(short.isEmpty || short.count > 24 ? type.rawValue.uppercased() : short)"
    }
  }

  /// How it stands before its explanation.
  var usageName: String { position == nil ? "--\(name)" : name.uppercased() }

  /// `user`, `list of location`, `table`.
  var typeInWords: String {
    switch type {
    case .list: "list of \(elementType.rawValue)"
    case .rows: "table"
    default: type.rawValue
    }
  }

  /// What else there is to know, in brackets; empty when there is nothing.
  var remarks: String {
    var parts: [String] = []
    if isRequired { parts.append("required") }
    if !choices.isEmpty { parts.append("one of \(choices.joined(separator: ", "))") }
    if let range { parts.append(range) }
    if type == .list, separator != "," { parts.append("separated by \(separator)") }
    if unique { parts.append("each value once") }
    if let defaultValue, !defaultValue.isNull {
      parts.append("default \(defaultValue.string ?? defaultValue.text())")
    }
    return parts.isEmpty ? "" : "(\(parts.joined(separator: "; ")))"
  }

  private var range: String? {
    let unit =
      switch type {
      case .integer, .number: ""
      case .duration: " seconds"
      case .list: " elements"
      case .rows: " rows"
      default: " characters"
      }
    switch (minimum.map(Self.short), maximum.map(Self.short)) {
    case (nil, nil): return nil
    case (let low?, nil): return "at least \(low)\(unit)"
    case (nil, let high?): return "at most \(high)\(unit)"
    case (let low?, let high?): return "\(low) to \(high)\(unit)"
    }
  }

  /// Without a fraction where there is none.
  private static func short(_ number: Double) -> String {
    Int64(exactly: number).map(String.init) ?? String(number)
  }
}
