import HighLevel
import Testing

@Test(
  arguments: [
    (0, "1970-01-01T00:00:00.000Z"),
    (1_625_203_106_704, "2021-07-02T05:18:26.704Z"),
    (951_782_400_000, "2000-02-29T00:00:00.000Z"),
    (-1, "1969-12-31T23:59:59.999Z"),
    (253_402_300_799_999, "9999-12-31T23:59:59.999Z"),
  ] as [(Int64, String)])
func `a moment is written as the service writes it and read back`(moment: Int64, text: String) {
  #expect(Timestamp(milliseconds: moment).description == text)
  #expect(Timestamp(text)?.milliseconds == moment)
}

@Test(arguments: [
  "2021-02-29T00:00:00.000Z", "2021-13-01T00:00:00.000Z", "2021-07-02T24:00:00.000Z",
  "2021-07-02", "2021-07-02T05:18:26.704+02:00", "", "2021-00-10T00:00:00.000Z",
])
func `what is no moment is not read`(text: String) {
  #expect(Timestamp(text) == nil)
}

@Test func `a moment moves by durations`() {
  let start = Timestamp(milliseconds: 1000)
  #expect(start.advanced(by: .seconds(180)).milliseconds == 181_000)
  #expect(start.advanced(by: .milliseconds(-1)) < start)
}

@Test func `a moment is read as HTTP writes it`() {
  #expect(
    Timestamp.httpDate("Sun, 06 Nov 1994 08:49:37 GMT") == Timestamp("1994-11-06T08:49:37.000Z"))
  for text in ["", "Sun, 06 Nov 1994 08:49:37", "Sunday, 06-Nov-94 08:49:37 GMT", "120"] {
    #expect(Timestamp.httpDate(text) == nil, "\(text)")
  }
}
