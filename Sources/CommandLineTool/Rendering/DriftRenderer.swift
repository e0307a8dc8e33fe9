import JSON
import Planning

/// What moved between a plan and its apply.
struct DriftRenderer {
  /// So many lines are shown; the rest is counted.
  static let most = 25

  private let style: TextStyle
  private let names: LocationNames

  init(_ style: TextStyle, names: LocationNames) {
    self.style = style
    self.names = names
  }

  /// Empty when nothing moved.
  func text(_ drifts: [Drift]) -> String {
    if drifts.isEmpty { return "" }
    let rows = drifts.prefix(Self.most).map { drift in
      let (expected, found) = values(drift)
      return [drift.what, drift.field ?? "", expected, found]
    }
    let table = TextTable(headings: ["What", "Field", "Planned with", "Now"], rows: rows)
    let rest = drifts.count - rows.count
    return style.bold("This moved since the plan was made:") + "\n" + table.text(style)
      + (rest == 0 ? "" : style.dim("  … and \(rest.grouped) more") + "\n")
  }

  private func values(_ drift: Drift) -> (String, String) {
    // Of a whole record only a digest is kept; which field it is cannot be told.
    if drift.field == nil, isDigest(drift.expected), isDigest(drift.found) {
      return ("as it was read", "changed")
    }
    return (text(drift.expected, drift), text(drift.found, drift))
  }

  private func text(_ value: JSONValue?, _ drift: Drift) -> String {
    if drift.field == nil {
      guard let value else { return drift.expected == nil ? "nobody" : "gone" }
      return isDigest(value) ? "there" : names.text(value, of: nil)
    }
    return names.text(value, of: drift.field)
  }

  private func isDigest(_ value: JSONValue?) -> Bool {
    value?.string?.hasPrefix("sha256:") ?? false
  }
}
