public import Diagnostics
import HighLevel

/// When something is to happen: five fields as Debian's cron reads them (crontab(5)), `@hourly` to
/// `@yearly`, and `L`, `5L` and `MON#2` for days. What is unclear is refused.
public struct CronExpression: Sendable, Hashable {
  /// As it was written.
  public let text: String
  let minutes: CronSet
  let hours: CronSet
  let daysOfMonth: CronSet
  let months: CronSet
  let daysOfWeek: CronSet

  /// Throws with code `input-invalid`; the message names the field.
  public init(_ text: String) throws(Problem) {
    self.text = text
    let fields = try Self.fields(text)
    minutes = try CronFieldReader.read(fields[0], .minute)
    hours = try CronFieldReader.read(fields[1], .hour)
    daysOfMonth = try CronFieldReader.read(fields[2], .dayOfMonth)
    months = try CronFieldReader.read(fields[3], .month)
    daysOfWeek = try CronFieldReader.read(fields[4], .dayOfWeek)
    guard hasDay else {
      throw CronField.dayOfMonth.refusal(
        fields[2], "there is no such day in the field 'month', which is '\(fields[3])'",
        hint: "this schedule would never run")
    }
  }

  private static let names = [
    "@hourly": "0 * * * *", "@daily": "0 0 * * *", "@midnight": "0 0 * * *",
    "@weekly": "0 0 * * 0", "@monthly": "0 0 1 * *", "@yearly": "0 0 1 1 *",
    "@annually": "0 0 1 1 *",
  ]

  private static func fields(_ text: String) throws(Problem) -> [String] {
    var text = text
    if text.hasPrefix("@") {
      guard let meaning = names[text.lowercased()] else {
        let hint =
          text.lowercased() == "@reboot"
          ? "a schedule names times; run the recipe once by hand"
          : Suggestion.hint(for: text, in: names.keys)
            ?? "known: \(names.keys.sorted().joined(separator: ", "))"
        throw Problem(.inputInvalid, "the schedule '\(text)' is not known", hint: hint)
      }
      text = meaning
    }
    let fields = text.split { $0 == " " || $0 == "\t" }.map(String.init)
    guard fields.count == 5 else {
      let all = CronField.allCases.map(\.name).joined(separator: ", ")
      let missing = fields.count < 5 ? CronField.allCases[fields.count].name : nil
      throw Problem(
        .inputInvalid,
        missing.map { "the schedule '\(text)' lacks the field '\($0)'" }
          ?? "the schedule '\(text)' has \(fields.count) fields where five are wanted",
        hint: "the fields are: \(all); '0 3 * * *' is 3 o'clock every day")
    }
    return fields
  }
}

/// Which days.
extension CronExpression {
  /// Whether something is to happen on a day, counted from 1970-01-01.
  func matches(day: Int64) -> Bool {
    let date = Timestamp.date(days: day)
    guard months.contains(Int(date.month)) else { return false }
    let length = Self.length(date.year, date.month)
    let byMonth =
      daysOfMonth.contains(Int(date.day)) || daysOfMonth.hasLastDay && date.day == length
    let weekday = Int(((day + 4) % 7 + 7) % 7)
    let byWeek =
      daysOfWeek.contains(weekday) || daysOfWeek.last.contains(weekday) && date.day + 7 > length
      || daysOfWeek.nth.contains([weekday, Int(date.day - 1) / 7 + 1])
    // As cron does: a field with a star in front narrows the other one, two without widen.
    return daysOfMonth.isStar || daysOfWeek.isStar ? byMonth && byWeek : byMonth || byWeek
  }

  /// The first such day from one on; nil when there is none, as the calendar repeats in 400 years.
  func nextDay(from day: Int64) -> Int64? {
    var day = day
    let end = day + 146_097
    while day < end {
      let date = Timestamp.date(days: day)
      guard months.contains(Int(date.month)) else {
        day += Self.length(date.year, date.month) - date.day + 1
        continue
      }
      if matches(day: day) { return day }
      day += 1
    }
    return nil
  }

  private var hasDay: Bool { nextDay(from: 0) != nil }

  private static func length(_ year: Int64, _ month: Int64) -> Int64 {
    let next =
      month == 12
      ? Timestamp.days(year: year + 1, month: 1, day: 1)
      : Timestamp.days(year: year, month: month + 1, day: 1)
    return next - Timestamp.days(year: year, month: month, day: 1)
  }
}
