import Diagnostics
import HighLevel
import JSON

/// Plain values, from their written forms.
extension ValueReader {
  func text(_ value: JSONValue, _ expected: String) throws(ValueFault) -> String {
    guard case .string(let text) = value else { throw .expected(expected, value) }
    return text.trimmed
  }

  func readString(_ value: JSONValue, _ parameter: Parameter) throws(ValueFault) -> String {
    guard case .string(let text) = value else { throw .expected("a text", value) }
    guard parameter.choices.isEmpty || parameter.choices.contains(text) else {
      let choices = parameter.choices.joined(separator: ", ")
      throw .wrong(
        "expected one of \(choices), got \(Self.describe(value))",
        hint: Suggestion.hint(for: text, in: parameter.choices))
    }
    try checkBounds(text.count, parameter, unit: "characters")
    return text
  }

  func readInteger(_ value: JSONValue, _ parameter: Parameter) throws(ValueFault) -> Int64 {
    guard let number = value.integer ?? value.string.flatMap({ Int64($0.trimmed) }) else {
      throw .expected("a whole number", value)
    }
    try checkBounds(Double(number), parameter)
    return number
  }

  func readNumber(_ value: JSONValue, _ parameter: Parameter) throws(ValueFault) -> Double {
    let number: Double? =
      switch value {
      case .integer(let number): Double(number)
      case .number(let number): number
      // Digits only: `inf`, `nan` and hexadecimal numbers are nobody's intention here.
      case .string(let text) where text.utf8.allSatisfy(Self.isPartOfNumber): Double(text.trimmed)
      default: nil
      }
    guard let number, number.isFinite else { throw .expected("a number", value) }
    try checkBounds(number, parameter)
    return number
  }

  private static func isPartOfNumber(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || " +-.eE".utf8.contains(byte)
  }

  func readFlag(_ value: JSONValue) throws(ValueFault) -> Bool {
    if let flag = value.bool { return flag }
    switch value.string?.trimmed.lowercased() {
    case "true", "yes": return true
    case "false", "no": return false
    default: throw .expected("true, false, yes or no", value)
    }
  }

  /// `2026-11-21`, or `today`; the result is the former.
  func readDate(_ value: JSONValue) throws(ValueFault) -> String {
    let date = value.string?.trimmed
    if date?.lowercased() == "today" { return today }
    guard let date, Timestamp("\(date)T00:00:00.000Z") != nil else {
      throw .expected("a date as 2026-01-31, or today", value)
    }
    return date
  }

  /// `90s`, `5m`, `2h`, `1d`, `1w` or several of them together, as `1h30m`; the result is in
  /// seconds, and so is a JSON integer.
  func readDuration(_ value: JSONValue, _ parameter: Parameter) throws(ValueFault) -> Int64 {
    guard let seconds = value.integer ?? value.string.flatMap({ Self.seconds($0.trimmed) }),
      seconds >= 0
    else { throw .expected("a duration as 90s, 5m, 2h, 1d or 1h30m", value) }
    try checkBounds(Double(seconds), parameter, unit: "seconds")
    return seconds
  }

  private static func seconds(_ text: String) -> Int64? {
    let units: [Character: Int64] = ["s": 1, "m": 60, "h": 3600, "d": 86_400, "w": 604_800]
    var rest = Substring(text)
    var total: Int64 = 0
    while !rest.isEmpty {
      let digits = rest.prefix { $0.isASCII && $0.isNumber }
      rest = rest.dropFirst(digits.count)
      guard let number = Int64(digits), let unit = rest.popFirst().flatMap({ units[$0] }) else {
        return nil
      }
      let (part, isTooLong) = number.multipliedReportingOverflow(by: unit)
      let (sum, isTooMuch) = total.addingReportingOverflow(part)
      if isTooLong || isTooMuch { return nil }
      total = sum
    }
    return text.isEmpty ? nil : total
  }

  func readEmail(_ value: JSONValue) throws(ValueFault) -> String {
    guard let email = value.string?.trimmed, UserRules.isEmail(email) else {
      throw .expected("an e-mail address", value)
    }
    return email
  }
}

/// Bounds, and words about values.
extension ValueReader {
  func checkBounds(
    _ number: Double, _ parameter: Parameter, unit: String = ""
  ) throws(ValueFault) {
    let unit = unit.isEmpty ? "" : " \(unit)"
    if let minimum = parameter.minimum, number < minimum {
      throw .wrong("\(plain(number))\(unit) is too small; the least is \(plain(minimum))\(unit)")
    }
    if let maximum = parameter.maximum, number > maximum {
      throw .wrong("\(plain(number))\(unit) is too large; the most is \(plain(maximum))\(unit)")
    }
  }

  /// The bounds of a length.
  func checkBounds(_ count: Int, _ parameter: Parameter, unit: String) throws(ValueFault) {
    if let minimum = parameter.minimum, Double(count) < minimum {
      throw .wrong("needs at least \(plain(minimum)) \(unit), has \(count)")
    }
    if let maximum = parameter.maximum, Double(count) > maximum {
      throw .wrong("takes at most \(plain(maximum)) \(unit), has \(count)")
    }
  }

  private func plain(_ number: Double) -> String {
    Int64(exactly: number).map(String.init) ?? String(number)
  }

  /// The value itself if it is short and plain, else its kind.
  static func describe(_ value: JSONValue) -> String {
    switch value {
    case .string(let text) where text.isEmpty: "an empty text"
    case .string(let text): text.count > 60 ? "'\(text.prefix(57))…'" : "'\(text)'"
    case .integer(let number): "the number \(number)"
    case .number(let number): "the number \(number)"
    case .bool(let flag): "\(flag)"
    case .null: "null"
    case .array: "an array"
    case .object: "an object"
    }
  }
}

extension ValueFault {
  static func expected(_ what: String, _ value: JSONValue) -> ValueFault {
    .wrong("expected \(what), got \(ValueReader.describe(value))")
  }
}
