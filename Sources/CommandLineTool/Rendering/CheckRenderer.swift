import LuaSyntax

/// Findings as text for people, and for editors that read compilers' messages.
struct CheckRenderer {
  let style: TextStyle

  /// `file:line:column: error: what is wrong; what to do  [rule]`, the line and a caret below it.
  func text(_ finding: Finding) -> String {
    let place =
      finding.place.map { "\(finding.file):\($0.line):\(finding.column)" } ?? finding.file
    let level = finding.rule.level
    let word = level == .error ? style.red("error:") : style.bold("warning:")
    let hint = finding.hint.map { "; \($0.printable)" } ?? ""
    let rule = style.dim("[\(finding.rule.rawValue)]")
    return "\(style.bold(place.printable)): \(word) \(finding.message.printable)\(hint)  \(rule)\n"
      + quote(finding)
  }

  private func quote(_ finding: Finding) -> String {
    guard finding.place != nil, let source = finding.source else { return "" }
    let before = String(source.unicodeScalars.prefix(finding.column - 1))
    let indent = before.map { $0 == "\t" ? "\t" : " " }.joined()
    let width = finding.end.map { $0.column - finding.column } ?? 1
    let mark = String(repeating: "^", count: max(width, 1))
    return "    \(source.printable)\n    \(indent)\(style.red(mark))\n"
  }

  /// `2 errors, 1 warning in 3 files`, and how to go on.
  func summary(_ findings: [Finding], files: Int) -> String {
    let counts = [(findings.errors, "error"), (findings.warnings, "warning")].filter { $0.0 > 0 }
      .map { "\($0.0.grouped) \($0.1)\($0.0 == 1 ? "" : "s")" }
    let looked = "\(files.grouped) file\(files == 1 ? "" : "s")"
    guard !counts.isEmpty else { return style.green("nothing to say about \(looked)") + "\n" }
    let text = "\(counts.joined(separator: ", ")) in \(looked)"
    return (findings.errors > 0 ? style.red(text) : style.bold(text)) + "\n"
  }
}
