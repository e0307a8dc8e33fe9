/// Reads a TZ text of POSIX; nil for anything else.
struct ZoneRuleReader {
  private var rest: Substring

  static func read(_ text: String) -> ZoneRule? {
    var reader = ZoneRuleReader(rest: text[...])
    return reader.rule()
  }

  private mutating func rule() -> ZoneRule? {
    guard name(), let west = time() else { return nil }
    guard !rest.isEmpty else { return ZoneRule(standard: -west, summer: nil) }
    guard name() else { return nil }
    var offset = 3600 - west
    if rest.first != "," {
      guard let summerWest = time() else { return nil }
      offset = -summerWest
    }
    guard let begin = day(), let end = day(), rest.isEmpty else { return nil }
    return ZoneRule(
      standard: -west, summer: ZoneRule.Summer(offset: offset, begin: begin, end: end))
  }

  /// `CET`, `<+03>`
  private mutating func name() -> Bool {
    if rest.first == "<" {
      guard let end = rest.firstIndex(of: ">") else { return false }
      rest = rest[rest.index(after: end)...]
      return true
    }
    let letters = rest.prefix(while: \.isLetter)
    rest = rest[letters.endIndex...]
    return letters.count >= 3
  }

  /// `-1`, `5:30`, `+2:00:00`, in seconds.
  private mutating func time() -> Int64? {
    var sign: Int64 = 1
    if let first = rest.first, "+-".contains(first) {
      sign = first == "-" ? -1 : 1
      rest = rest.dropFirst()
    }
    guard var total = number().map({ $0 * 3600 }) else { return nil }
    for unit in [Int64(60), 1] where rest.first == ":" {
      rest = rest.dropFirst()
      guard let part = number() else { return nil }
      total += part * unit
    }
    return sign * total
  }

  private mutating func day() -> ZoneRule.Day? {
    guard rest.first == "," else { return nil }
    rest = rest.dropFirst()
    let kind: ZoneRule.Day.Kind
    switch rest.first {
    case "M":
      rest = rest.dropFirst()
      guard let month = number(), take("."), let week = number(), take("."), let day = number(),
        (1...12).contains(month), (1...5).contains(week), (0...6).contains(day)
      else { return nil }
      kind = .week(month: month, week: week, weekday: day)
    case "J":
      rest = rest.dropFirst()
      guard let day = number(), (1...365).contains(day) else { return nil }
      kind = .julian(day)
    default:
      guard let day = number(), (0...365).contains(day) else { return nil }
      kind = .zeroBased(day)
    }
    var seconds: Int64 = 7200
    if take("/") {
      guard let written = time() else { return nil }
      seconds = written
    }
    return ZoneRule.Day(kind: kind, seconds: seconds)
  }

  private mutating func take(_ character: Character) -> Bool {
    guard rest.first == character else { return false }
    rest = rest.dropFirst()
    return true
  }

  private mutating func number() -> Int64? {
    let digits = rest.prefix { ("0"..."9").contains($0) }
    guard (1...4).contains(digits.count) else { return nil }
    rest = rest[digits.endIndex...]
    return Int64(digits)
  }
}
