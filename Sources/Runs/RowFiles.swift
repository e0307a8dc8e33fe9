public import CSV
public import Diagnostics
import HighLevel
import JSON
public import Planning

/// `done.csv`, `failed.csv`, `untouched.csv`: what became of each line of the input, with its own
/// columns and a reason, so that each of them can be the input of another run; without an input, of
/// each operation.
public struct RowFiles: Sendable {
  /// A line of the input and what planning made of it.
  public struct Row: Sendable, Hashable {
    public var line: Int
    public var fields: [String]
    /// `created`, `unchanged`, `skipped`, `failed`, …; empty when nothing is known.
    public var outcome: String
    public var message: String?

    public init(line: Int, fields: [String], outcome: String, message: String?) {
      (self.line, self.fields, self.outcome, self.message) = (line, fields, outcome, message)
    }
  }

  /// The columns of the input; empty without one.
  public var header: [String]
  public var delimiter: CSVTable.Delimiter
  public var rows: [Row]

  /// - Parameter rows: Of the input; empty when the run had none.
  public init(header: [String] = [], delimiter: CSVTable.Delimiter = .comma, rows: [Row] = []) {
    (self.header, self.delimiter, self.rows) = (header, delimiter, rows)
  }

  private enum Place: String, CaseIterable { case done, failed, untouched }

  /// Writes the three files into a run's folder.
  public func write(_ outcomes: [ApplyReport.Outcome], to folder: RunFolder) throws(Problem) {
    var lines: [Place: [String]] = [:]
    let hasLines = outcomes.contains { $0.operation.row != nil }
    let columns =
      header.isEmpty ? ["operation", "user", "id"] + (hasLines ? ["line"] : []) : header
    let sorted = header.isEmpty ? operations(outcomes, hasLines) : inputRows(outcomes)
    for place in Place.allCases {
      lines[place] = [CSVTable.line(columns + [reasonColumn], delimiter: delimiter)]
    }
    for (place, fields) in sorted {
      lines[place]?.append(CSVTable.line(fields, delimiter: delimiter))
    }
    for place in Place.allCases {
      try folder.write((lines[place] ?? []).joined(), to: "\(place.rawValue).csv")
    }
  }

  /// - Parameter hasLines: Whether the plan, which came from a file, had an input.
  private func operations(
    _ outcomes: [ApplyReport.Outcome], _ hasLines: Bool
  ) -> [(Place, [String])] {
    outcomes.map { outcome in
      let (place, reason) = Self.verdict(outcome)
      let operation = outcome.operation
      let line = hasLines ? [operation.row.map(String.init) ?? ""] : []
      return (
        place, [operation.kind.rawValue, operation.label, outcome.id] + line + [reason]
      )
    }
  }

  /// What the last column is called; no name may be there twice.
  private var reasonColumn: String {
    header.contains { $0.lowercased() == "reason" } ? "ghlua reason" : "reason"
  }

  private func inputRows(_ outcomes: [ApplyReport.Outcome]) -> [(Place, [String])] {
    var byLine: [Int: [ApplyReport.Outcome]] = [:]
    for outcome in outcomes {
      if let row = outcome.operation.row { byLine[row, default: []].append(outcome) }
    }
    return rows.map { row in
      let (place, reason) = Self.verdict(row, byLine[row.line] ?? [])
      return (place, row.fields + [reason])
    }
  }

  private static func verdict(
    _ row: Row, _ outcomes: [ApplyReport.Outcome]
  ) -> (Place, String) {
    switch row.outcome {
    case "failed": return (.failed, row.message ?? "failed while planning")
    case "skipped": return (.untouched, row.message.map { "skipped: \($0)" } ?? "skipped")
    default: break
    }
    if outcomes.isEmpty { return (.done, "nothing to change") }
    let verdicts = outcomes.map(verdict)
    for place in [Place.failed, .untouched] where verdicts.contains(where: { $0.0 == place }) {
      return (place, verdicts.filter { $0.0 == place }.map(\.1).joined(separator: "; "))
    }
    return (.done, verdicts.map(\.1).joined(separator: "; "))
  }

  private static func verdict(_ outcome: ApplyReport.Outcome) -> (Place, String) {
    switch outcome.result {
    case .done: (.done, "\(outcome.operation.kind.rawValue)d")
    case .failed(let error): (.failed, error.description)
    case .unsettled(let error): (.failed, "may or may not be done: \(error.description)")
    case .untouched(let reason): (.untouched, reason)
    }
  }
}

/// The input is kept in the run's folder, for whoever resumes it.
extension RowFiles {
  public func save(to folder: RunFolder) throws(Problem) {
    if header.isEmpty { return }
    let rows = rows.map { row -> JSONValue in
      [
        .integer(Int64(row.line)), .strings(row.fields), .string(row.outcome),
        row.message.map { .string($0) } ?? .null,
      ]
    }
    let json: JSONValue = [
      "header": .strings(header), "delimiter": .string(String(delimiter.rawValue)),
      "rows": .array(rows),
    ]
    try folder.write(json.text() + "\n", to: "input.json")
  }

  /// What was saved; empty when there was no input.
  public init(savedIn folder: RunFolder) {
    self.init()
    guard let json = folder.text("input.json").flatMap({ try? JSONValue(parsing: $0) }) else {
      return
    }
    header = json["header"]?.strings ?? []
    delimiter =
      json["delimiter"]?.string?.first.flatMap { CSVTable.Delimiter(rawValue: $0) } ?? .comma
    rows = (json["rows"]?.array ?? []).compactMap { row in
      guard let parts = row.array, parts.count == 4 else { return nil }
      return Row(
        line: Int(parts[0].integer ?? 0), fields: parts[1].strings ?? [],
        outcome: parts[2].string ?? "", message: parts[3].string)
    }
  }
}
