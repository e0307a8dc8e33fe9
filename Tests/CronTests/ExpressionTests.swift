import Cron
import Diagnostics
import HighLevel
import Testing

@Suite struct ExpressionTests {
  private func next(
    _ expression: String, after: String = "2026-01-01T00:00:00Z", zone: String = "UTC",
    count: Int = 3
  ) throws -> [String] {
    let zone = try ZoneDatabase().zone(zone)
    let start = try #require(Timestamp(rfc3339: after))
    return try CronExpression(expression).times(after: start, in: zone, count: count)
      .map { $0.text(in: zone) }
  }

  /// Without the offset and the seconds.
  private func utc(_ expression: String, after: String = "2026-01-01T00:00:00Z", count: Int = 3)
    throws -> [String]
  {
    try next(expression, after: after, count: count).map { String($0.prefix(16)) }
  }

  @Test func `fields are read as cron reads them`() throws {
    #expect(
      try utc("*/20 * * * *") == ["2026-01-01T00:20", "2026-01-01T00:40", "2026-01-01T01:00"])
    #expect(
      try utc("5,10-12/2 3 * * *") == ["2026-01-01T03:05", "2026-01-01T03:10", "2026-01-01T03:12"])
    #expect(
      try utc("0 0 * FEB-mar *", count: 1) == ["2026-02-01T00:00"])
    let sundays = try utc("0 9 * * 0")
    #expect(try utc("0 9 * * 7") == sundays)
    #expect(try utc("0 9 * * SUN") == sundays)
    #expect(
      try utc("0 9 * * FRI-SUN") == ["2026-01-02T09:00", "2026-01-03T09:00", "2026-01-04T09:00"])
    #expect(try utc("  0\t0  1 1 *  ", count: 1) == ["2027-01-01T00:00"])
  }

  @Test func `two restricted day fields widen, a star in front narrows`() throws {
    #expect(
      try utc("0 0 13 * FRI", count: 4)
        == ["2026-01-02T00:00", "2026-01-09T00:00", "2026-01-13T00:00", "2026-01-16T00:00"])
    #expect(
      try utc("0 0 */2 * FRI") == ["2026-01-09T00:00", "2026-01-23T00:00", "2026-02-13T00:00"])
    #expect(
      try utc("0 0 13 * */5") == ["2026-02-13T00:00", "2026-03-13T00:00", "2026-09-13T00:00"])
  }

  @Test func `names for whole expressions`() throws {
    #expect(try utc("@hourly", count: 1) == ["2026-01-01T01:00"])
    #expect(try utc("@daily", count: 1) == ["2026-01-02T00:00"])
    #expect(try utc("@midnight", count: 1) == ["2026-01-02T00:00"])
    #expect(try utc("@weekly", count: 1) == ["2026-01-04T00:00"])
    #expect(try utc("@monthly", count: 1) == ["2026-02-01T00:00"])
    #expect(try utc("@yearly", count: 1) == ["2027-01-01T00:00"])
    #expect(try utc("@Annually", count: 1) == ["2027-01-01T00:00"])
  }

  @Test func `last days and the second Monday`() throws {
    #expect(
      try utc("0 0 L * *") == ["2026-01-31T00:00", "2026-02-28T00:00", "2026-03-31T00:00"])
    #expect(
      try utc("0 0 15,L 2 *", after: "2028-01-01T00:00:00Z", count: 2)
        == ["2028-02-15T00:00", "2028-02-29T00:00"])
    #expect(try utc("0 0 * * 5L") == ["2026-01-30T00:00", "2026-02-27T00:00", "2026-03-27T00:00"])
    #expect(try utc("0 0 * * 7L", count: 1) == ["2026-01-25T00:00"])
    #expect(
      try utc("0 0 * * MON#2,1#4") == ["2026-01-12T00:00", "2026-01-26T00:00", "2026-02-09T00:00"])
    #expect(
      try utc("0 0 * * SUN#5") == ["2026-03-29T00:00", "2026-05-31T00:00", "2026-08-30T00:00"])
  }

  @Test func `a leap day comes when it comes`() throws {
    #expect(
      try utc("0 0 29 2 *", after: "2096-03-01T00:00:00Z")
        == ["2104-02-29T00:00", "2108-02-29T00:00", "2112-02-29T00:00"])
    // Both fields with a star rule: a leap day that is a Saturday or an even day of the week.
    #expect(try utc("0 0 29 2 */6", count: 2) == ["2032-02-29T00:00", "2048-02-29T00:00"])
  }

  @Test(arguments: [
    ("60 * * * *", "minute"), ("* 24 * * *", "hour"), ("* * 0 * *", "day of month"),
    ("* * 32 * *", "day of month"), ("* * * 13 *", "month"), ("* * * 0 *", "month"),
    ("* * * * 8", "day of week"), ("-1 * * * *", "minute"), ("1- * * * *", "minute"),
    ("* * * * MUN", "day of week"), ("* * * * 1#6", "day of week"), ("* * * * 1#0", "day of week"),
    ("* * * * L", "day of week"), ("L * * * *", "minute"), ("* * 5L * *", "day of month"),
    ("* * LW * *", "day of month"), ("* * L-3 * *", "day of month"),
    ("* * 15W * *", "day of month"),
    ("*/0 * * * *", "minute"), ("*/61 * * * *", "minute"), ("* */25 * * *", "hour"),
    ("5/10 * * * *", "minute"), ("1,,2 * * * *", "minute"), (",1 * * * *", "minute"),
    ("1, * * * *", "minute"), ("30-10 * * * *", "minute"), ("* 22-2 * * *", "hour"),
    ("* * * * FRI-MON", "day of week"), ("? * * * *", "minute"), ("* * ? * *", "day of month"),
    ("** * * * *", "minute"), ("*5 * * * *", "minute"), ("1-5-9 * * * *", "minute"),
    ("*/5/5 * * * *", "minute"), ("1.5 * * * *", "minute"), ("+1 * * * *", "minute"),
    ("0x1 * * * *", "minute"), ("99999999999999999999 * * * *", "minute"), ("٣ * * * *", "minute"),
    ("* * 30 2 *", "day of month"), ("* * 31 4,6,9,11 *", "day of month"),
    ("0 0 30 FEB */2", "day of month"), ("* * * *", "day of week"), ("*", "hour"), ("", "minute"),
    ("* * * FEBR *", "month"), ("* * * * 1L-3L", "day of week"), ("* * * * MONL#1", "day of week"),
  ])
  func `what is impossible or unclear is refused, naming the field`(
    _ expression: String, _ field: String
  ) throws {
    let problem = #expect(throws: Problem.self) { try CronExpression(expression) }
    #expect(problem?.code == .inputInvalid)
    #expect(problem?.message.contains("'\(field)'") == true, "\(problem?.message ?? "")")
  }

  @Test(arguments: ["* * * * * *", "@reboot", "@dayly", "0 0 1 1 * 2030", "@"])
  func `another form is refused with a hint`(_ expression: String) throws {
    let problem = #expect(throws: Problem.self) { try CronExpression(expression) }
    #expect(problem?.hint != nil)
  }

  @Test func `a day that only some months have is fine`() throws {
    #expect(try utc("0 0 31 4,5 *", count: 1) == ["2026-05-31T00:00"])
    // Either field: the 30th of February never comes, but Mondays do.
    #expect(try utc("0 0 30 2 MON", count: 1) == ["2026-02-02T00:00"])
  }

  @Test func `a time the clock leaves out comes once, at the first moment after the gap`() throws {
    #expect(
      try next("30 2 * * *", after: "2026-03-28T00:00:00+01:00", zone: "Europe/Berlin")
        == ["2026-03-28T02:30:00+01:00", "2026-03-29T03:00:00+02:00", "2026-03-30T02:30:00+02:00"])
    #expect(
      try next("*/15 2,3 29 3 *", after: "2026-03-29T00:00:00+01:00", zone: "Europe/Berlin")
        == ["2026-03-29T03:00:00+02:00", "2026-03-29T03:15:00+02:00", "2026-03-29T03:30:00+02:00"])
  }

  @Test func `a time the clock shows twice comes once, twice with a star for the hour`() throws {
    #expect(
      try next("30 2 * * *", after: "2026-10-25T00:00:00+02:00", zone: "Europe/Berlin", count: 2)
        == ["2026-10-25T02:30:00+02:00", "2026-10-26T02:30:00+01:00"])
    #expect(
      try next("30 * * * *", after: "2026-10-25T02:00:00+02:00", zone: "Europe/Berlin")
        == ["2026-10-25T02:30:00+02:00", "2026-10-25T02:30:00+01:00", "2026-10-25T03:30:00+01:00"])
  }

  @Test func `a clock that moves at midnight, by half an hour or by a day`() throws {
    #expect(
      try next("0 0 * * *", after: "2022-09-10T00:00:00-04:00", zone: "America/Santiago")
        == ["2022-09-11T01:00:00-03:00", "2022-09-12T00:00:00-03:00", "2022-09-13T00:00:00-03:00"])
    #expect(
      try next("15 2 * * *", after: "2026-10-03T12:00:00Z", zone: "Australia/Lord_Howe", count: 1)
        == ["2026-10-04T02:30:00+11:00"])
    #expect(
      try next("0 12 * * *", after: "2011-12-29T00:00:00-10:00", zone: "Pacific/Apia")
        == ["2011-12-29T12:00:00-10:00", "2011-12-31T00:00:00+14:00", "2011-12-31T12:00:00+14:00"])
  }

  @Test func `rules hold after the last recorded change`() throws {
    #expect(
      try next("30 2 * * *", after: "2099-03-28T12:00:00Z", zone: "Europe/Berlin", count: 1)
        == ["2099-03-29T03:00:00+02:00"])
  }

  @Test func `zones that are not there are refused with a suggestion`() throws {
    let problem = #expect(throws: Problem.self) { try ZoneDatabase().zone("Europe/Berlim") }
    #expect(problem?.hint == "did you mean 'Europe/Berlin'?")
    for name in ["../etc/passwd", "/etc/localtime", "Europe/../Europe/Berlin", "", "posixrules/x"] {
      #expect(throws: Problem.self) { try ZoneDatabase().zone(name) }
    }
    let nowhere = ZoneDatabase(folder: "/nowhere")
    #expect(throws: Problem.self) { try nowhere.zone("Europe/Berlin") }
    #expect(try nowhere.zoneOrUTC("Europe/Berlin") == .utc)
  }

  @Test func `times are written and read with their offsets`() throws {
    let nepal = try ZoneDatabase().zone("Asia/Kathmandu")
    let time = try #require(Timestamp(rfc3339: "2026-01-01T05:45:00.5+05:45"))
    #expect(time.description == "2026-01-01T00:00:00.500Z")
    #expect(time.text(in: nepal) == "2026-01-01T05:45:00+05:45")
    #expect(
      Timestamp(rfc3339: "2026-01-01t00:00:00z")?.text(in: .utc) == "2026-01-01T00:00:00+00:00")
    for text in [
      "2026-01-01", "2026-01-01T00:00:00", "2026-02-30T00:00:00Z", "2026-01-01T24:00:00Z",
    ] {
      #expect(Timestamp(rfc3339: text) == nil)
    }
  }
}
