import Diagnostics

/// One of the five fields of an expression.
enum CronField: Int, CaseIterable, Sendable {
  case minute, hour, dayOfMonth, month, dayOfWeek

  var name: String {
    switch self {
    case .minute: "minute"
    case .hour: "hour"
    case .dayOfMonth: "day of month"
    case .month: "month"
    case .dayOfWeek: "day of week"
    }
  }

  /// The numbers that may be written; 7 is Sunday as well as 0.
  var range: ClosedRange<Int> {
    switch self {
    case .minute: 0...59
    case .hour: 0...23
    case .dayOfMonth: 1...31
    case .month: 1...12
    case .dayOfWeek: 0...7
    }
  }

  /// Different values; a step beyond it would leave the field with one of them.
  var span: Int { self == .dayOfWeek ? 7 : range.count }

  /// Names in the place of numbers, the first of which stands for the range's first one.
  var names: [String] {
    switch self {
    case .month:
      ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
    case .dayOfWeek: ["sun", "mon", "tue", "wed", "thu", "fri", "sat"]
    default: []
    }
  }

  func refusal(_ text: String, _ why: String, hint: String? = nil) -> Problem {
    Problem(
      .inputInvalid, "the field '\(name)' of the schedule is '\(text)': \(why)",
      hint: hint ?? "it takes \(takes)")
  }

  private var takes: String {
    let numbers =
      self == .dayOfWeek
      ? "0 to 7 (0 and 7 are Sunday)" : "\(range.lowerBound) to \(range.upperBound)"
    let words = names.isEmpty ? "" : ", \(names[0].uppercased()) and so on"
    let special =
      switch self {
      case .dayOfMonth: ", L for the last day"
      case .dayOfWeek: ", 5L for the last Friday, MON#2 for the second Monday"
      default: ""
      }
    return "\(numbers)\(words), lists, ranges like \(range.lowerBound)-\(range.lowerBound + 3), "
      + "steps like */2\(special)"
  }
}
