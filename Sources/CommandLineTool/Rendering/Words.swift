import Planning

/// `1 user`, `2 users`: a number with its noun.
func counted(_ count: Int, _ noun: String, plural: String? = nil) -> String {
  "\(count.grouped) \(count == 1 ? noun : plural ?? "\(noun)s")"
}

/// `a`, `a and b`, `a, b and c`.
func joinedInWords(_ words: [String]) -> String {
  guard words.count > 1, let last = words.last else { return words.first ?? "" }
  return "\(words.dropLast().joined(separator: ", ")) and \(last)"
}

extension Int {
  /// With a comma after every three digits: `4,211`.
  var grouped: String {
    let digits = Array(String(magnitude))
    let groups = stride(from: digits.count, to: 0, by: -3).map {
      String(digits[Swift.max(0, $0 - 3)..<$0])
    }
    return (self < 0 ? "-" : "") + groups.reversed().joined(separator: ",")
  }
}

extension PlannedOperation.Kind {
  /// The sign of a diff.
  var sign: String {
    switch self {
    case .create: "+"
    case .update: "~"
    case .delete: "-"
    }
  }

  var pastTense: String { "\(rawValue)d" }

  func painted(_ text: String, _ style: TextStyle) -> String {
    switch self {
    case .create: style.green(text)
    case .update: style.yellow(text)
    case .delete: style.red(text)
    }
  }
}

extension Plan {
  /// `mock company ve9EPM428h8vShlRW1KT`.
  var place: String {
    let kind =
      switch source {
      case "mock": "mock company"
      case "live": "live company"
      case "replay": "recorded company"
      default: "\(source) company"
      }
    return "\(kind) \(company)".printable
  }

  /// `3 to create,` and `1 to update`, or that there is nothing to do, to be wrapped between.
  func counts(orElse nothing: String) -> [String] {
    if operations.isEmpty { return [nothing] }
    let parts = operations.counts.split(separator: ", ").map(String.init)
    return parts.dropLast().map { "\($0)," } + parts.suffix(1)
  }
}

extension Sequence<PlannedOperation> {
  /// `3 to create, 1 to update`; empty when there are none.
  var counts: String {
    PlannedOperation.Kind.allCases.compactMap { kind in
      let count = count { $0.kind == kind }
      return count == 0 ? nil : "\(count.grouped) to \(kind.rawValue)"
    }.joined(separator: ", ")
  }
}
