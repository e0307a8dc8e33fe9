import Diagnostics

/// Reads amounts as people write them.
enum Quantity {
  /// `500ms`, `2s`, `1.5s`, `3m`, `1h`; more than nothing.
  static func time(_ text: String, _ option: String) throws(Problem) -> Duration {
    let units: [(String, Double)] = [("ms", 0.001), ("s", 1), ("m", 60), ("h", 3600)]
    guard let seconds = amount(text, units), seconds > 0, seconds < 1e9 else {
      throw Problem(.usage, "--\(option) '\(text)' is no time", hint: "write it like 500ms or 2s")
    }
    return .milliseconds(Int64((seconds * 1000).rounded(.up)))
  }

  /// Bytes: `64MiB`, `64MB`, `512KiB`, `65536`; more than nothing.
  static func size(_ text: String, _ option: String) throws(Problem) -> Int {
    let units: [(String, Double)] = [
      ("KiB", 1024), ("MiB", 1_048_576), ("GiB", 1_073_741_824), ("kB", 1e3), ("KB", 1e3),
      ("MB", 1e6), ("GB", 1e9), ("B", 1), ("", 1),
    ]
    guard let bytes = amount(text, units), bytes >= 1, bytes < 1e15 else {
      throw Problem(.usage, "--\(option) '\(text)' is no size", hint: "write it like 64MiB")
    }
    return Int(bytes)
  }

  /// A whole number from 1.
  static func count(_ text: String, _ option: String) throws(Problem) -> Int {
    guard let count = Int(text), count > 0 else {
      throw Problem(.usage, "--\(option) '\(text)' is no whole number above 0")
    }
    return count
  }

  private static func amount(_ text: String, _ units: [(name: String, factor: Double)]) -> Double? {
    let digits = text.prefix { $0.isASCII && $0.isNumber || $0 == "." }
    let unit = text.dropFirst(digits.count)
    guard let number = Double(digits), let factor = units.first(where: { $0.name == unit })?.factor
    else { return nil }
    return number * factor
  }
}
