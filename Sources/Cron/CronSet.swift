import Diagnostics

/// What a field allows.
struct CronSet: Sendable, Hashable {
  /// Bit n stands for the number n.
  private var bits: UInt64 = 0
  /// The field begins with a star.
  var isStar = false
  /// `L` of the day of month.
  var hasLastDay = false
  /// `5L`: the last one of a day of the week.
  var last: Set<Int> = []
  /// `MON#2`: day of the week, and which one of it.
  var nth: Set<[Int]> = []

  func contains(_ number: Int) -> Bool { bits & 1 << UInt64(number) != 0 }

  /// The smallest one that is not less; nil when there is none.
  func first(from number: Int) -> Int? {
    guard number < 64 else { return nil }
    let rest = bits & ~0 << UInt64(number)
    return rest == 0 ? nil : rest.trailingZeroBitCount
  }

  /// All, rising.
  var numbers: [Int] { (0..<64).filter(contains) }

  fileprivate mutating func insert(_ number: Int) { bits |= 1 << UInt64(number) }
}

/// Reads one field.
struct CronFieldReader {
  private let field: CronField
  private let text: String
  private var result = CronSet()

  static func read(_ text: String, _ field: CronField) throws(Problem) -> CronSet {
    var reader = CronFieldReader(field: field, text: text)
    reader.result.isStar = text.hasPrefix("*")
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      try reader.read(part)
    }
    return reader.result
  }

  private init(field: CronField, text: String) {
    self.field = field
    self.text = text
  }

  private mutating func read(_ part: Substring) throws(Problem) {
    guard !part.isEmpty else { throw refuse("a part of the list is empty") }
    if try readSpecial(part) { return }
    let halves = part.split(separator: "/", omittingEmptySubsequences: false)
    guard halves.count <= 2 else { throw refuse("'\(part)' has two steps") }
    var step = 1
    if halves.count == 2 {
      guard let number = Self.number(halves[1]), number > 0 else {
        throw refuse("the step '\(halves[1])' is no number above 0")
      }
      guard number <= field.span else {
        throw refuse("the step \(number) is larger than the field")
      }
      step = number
    }
    let range = try range(halves[0], hasStep: halves.count == 2)
    for number in stride(from: range.lowerBound, through: range.upperBound, by: step) {
      result.insert(field == .dayOfWeek ? number % 7 : number)
    }
  }

  private func range(_ text: Substring, hasStep: Bool) throws(Problem) -> ClosedRange<Int> {
    if text == "*" {
      return field.range.lowerBound...(field.range.lowerBound + field.span - 1)
    }
    if text == "?" {
      throw refuse("'?' is not known here", hint: "write * for any")
    }
    let ends = text.split(separator: "-", omittingEmptySubsequences: false)
    let first = try value(ends[0])
    guard ends.count > 1 else {
      guard !hasStep else {
        throw refuse(
          "a step needs a range", hint: "write \(text)-\(field.range.upperBound)/… or */…")
      }
      return first...first
    }
    guard ends.count == 2 else { throw refuse("'\(text)' is no range") }
    var last = try value(ends[1])
    // As the end of a range, Sunday is the last day of the week.
    if field == .dayOfWeek, last == 0, ends[1].lowercased() == "sun" { last = 7 }
    guard first <= last else {
      throw refuse(
        "the range \(text) runs backwards",
        hint: "write it as two: \(ends[0])-\(field.range.lowerBound + field.span - 1),"
          + "\(field.range.lowerBound)-\(ends[1])")
    }
    return first...last
  }

  private func value(_ text: Substring) throws(Problem) -> Int {
    if let number = Self.number(text) {
      guard field.range.contains(number) else {
        throw refuse(
          "\(number) is not within \(field.range.lowerBound) to \(field.range.upperBound)")
      }
      return number
    }
    guard let index = field.names.firstIndex(of: text.lowercased()) else {
      throw refuse(
        text.isEmpty ? "a number is missing" : "'\(text)' is not understood",
        hint: Suggestion.hint(for: String(text), in: field.names.map { $0.uppercased() }))
    }
    return field.range.lowerBound + index
  }

  /// `L`, `5L` and `MON#2`; false when the part is none of them.
  private mutating func readSpecial(_ part: Substring) throws(Problem) -> Bool {
    if part.lowercased() == "l" {
      guard field == .dayOfMonth else {
        throw refuse("L alone is the last day of a month only")
      }
      result.hasLastDay = true
      return true
    }
    guard field == .dayOfWeek else { return false }
    if let mark = part.firstIndex(of: "#") {
      let which = part[part.index(after: mark)...]
      guard let number = Self.number(which), (1...5).contains(number) else {
        throw refuse("'#\(which)' is not #1 to #5")
      }
      result.nth.insert([try value(part[..<mark]) % 7, number])
      return true
    }
    guard let end = part.last, "lL".contains(end), !part.contains(where: { "/-".contains($0) })
    else { return false }
    result.last.insert(try value(part.dropLast()) % 7)
    return true
  }

  private func refuse(_ why: String, hint: String? = nil) -> Problem {
    field.refusal(text, why, hint: hint)
  }

  /// Digits only, at most four: no sign, no blank.
  private static func number(_ text: Substring) -> Int? {
    guard (1...4).contains(text.utf8.count),
      text.utf8.allSatisfy({ (0x30...0x39).contains($0) })
    else { return nil }
    return Int(text)
  }
}
