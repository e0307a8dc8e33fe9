public import HighLevel

/// The name of a run: sorts by time, and no two are the same.
public enum RunID {
  /// `20261121T103000.250Z-abc123`: the millisecond, and 30 random bits, as letters and digits that
  /// are not mistaken for each other.
  public static func make(at moment: Timestamp) -> String {
    let digits = moment.description.prefix(23).filter { $0 != "-" && $0 != ":" }
    let letters = Array("abcdefghjkmnpqrstuvwxyz23456789z")
    let tail = (0..<6).map { _ in letters[Int.random(in: 0..<32)] }
    return "\(digits)Z-\(String(tail))"
  }

  /// Such a name as a regular expression of JSON Schema.
  public static let pattern = "^[0-9]{8}T[0-9]{6}\\.[0-9]{3}Z-[a-z0-9]{6}$"

  /// Whether a text is such a name.
  public static func isOne(_ text: String) -> Bool {
    text.wholeMatch(of: /[0-9]{8}T[0-9]{6}\.[0-9]{3}Z-[a-z0-9]{6}/) != nil
  }
}
