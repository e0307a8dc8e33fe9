public import HighLevel

extension Timestamp {
  /// RFC 3339 with the offset of a zone: `2026-03-29T03:00:00+02:00`; parts of a second are dropped.
  public func text(in zone: Zone) -> String {
    let seconds = milliseconds >= 0 ? milliseconds / 1000 : (milliseconds - 999) / 1000
    // The format knows no seconds in offsets, which some zones had long ago.
    let minutes = zone.offset(at: seconds) / 60
    let local = Timestamp(milliseconds: (seconds + minutes * 60) * 1000).description
    func two(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }
    let size = abs(minutes)
    return "\(local.prefix(19))\(minutes < 0 ? "-" : "+")\(two(size / 60)):\(two(size % 60))"
  }

  /// Reads RFC 3339: a date, a time and an offset or `Z`; parts of a second may be there.
  public init?(rfc3339 text: String) {
    let pattern =
      /([0-9]{4}-[0-9]{2}-[0-9]{2})[Tt ]([0-9]{2}:[0-9]{2}:[0-9]{2})(?:\.([0-9]{1,9}))?(?:[Zz]|([+-])([0-9]{2}):([0-9]{2}))/
    guard let match = text.wholeMatch(of: pattern) else { return nil }
    let fraction = (String(match.3 ?? "") + "000").prefix(3)
    guard let local = Timestamp("\(match.1)T\(match.2).\(fraction)Z") else { return nil }
    var minutes: Int64 = 0
    if let sign = match.4, let hour = match.5.flatMap({ Int64($0) }),
      let minute = match.6.flatMap({ Int64($0) })
    {
      guard hour < 24, minute < 60 else { return nil }
      minutes = (hour * 60 + minute) * (sign == "-" ? -1 : 1)
    }
    self.init(milliseconds: local.milliseconds - minutes * 60_000)
  }
}
