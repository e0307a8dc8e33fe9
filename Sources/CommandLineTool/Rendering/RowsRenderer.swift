import Engine

/// What became of the rows of a table.
struct RowsRenderer {
  /// So many failed rows are shown; the rest is counted.
  static let most = 25

  private let style: TextStyle

  init(_ style: TextStyle) { self.style = style }

  /// Empty when there are no rows.
  func text(_ rows: [RunReport.Row]) -> String {
    if rows.isEmpty { return "" }
    let counts = RunReport.Row.Outcome.allCases.compactMap { outcome -> String? in
      let count = rows.count { $0.outcome == outcome }
      if count == 0 { return nil }
      let text = "\(count.grouped) \(outcome.rawValue)"
      return outcome == .failed ? style.red(text) : text
    }
    let text = "\(counted(rows.count, "row")): \(counts.joined(separator: ", "))\n"
    return text + list(rows.filter { $0.outcome == .failed }, paint: style.red)
      + list(
        rows.filter { $0.outcome == .skipped && $0.message?.isEmpty == false }, paint: style.dim)
  }

  private func list(_ rows: [RunReport.Row], paint: (String) -> String) -> String {
    let shown = rows.prefix(Self.most)
    let width = shown.map { String($0.line).count }.max() ?? 0
    var text = ""
    for row in shown {
      let number = String(row.line)
      let gap = String(repeating: " ", count: width - number.count)
      let place = row.place.map { " (\($0))" } ?? ""
      text += style.hanging(
        "  line \(gap)\(number)  ", "\(row.message ?? row.outcome.rawValue)\(place)", lead: paint)
    }
    if rows.count > shown.count {
      text += style.dim("  … and \((rows.count - shown.count).grouped) more") + "\n"
    }
    return text
  }
}
