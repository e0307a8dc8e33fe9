extension Page {
  /// The rules of `ghlua check`.
  static var rules: Page {
    let rows = CheckRule.allCases.map { rule in
      ["`\(rule.rawValue)`", rule.level.rawValue, rule.summary, rule.remedy]
    }
    let fixable = CheckRule.allCases.filter(\.isFixable).map { "`\($0.rawValue)`" }
    return Page(
      path: "language/check", title: "The rules of ghlua check",
      summary: "What ghlua check looks for, and what to do about it",
      blocks: [
        .table(heads: ["Rule", "Level", "It finds", "What to do"], rows: rows),
        .heading("Mending"),
        .paragraph(
          "`ghlua check --fix` mends what can be mended without any doubt, of "
            + "\(joinedInWords(fixable)): it says what it did, and leaves the rest to you."),
        .heading("Exceptions"),
        .paragraph(
          "A comment on the line, or alone on the line above, allows an exception:"),
        .code("local total = 0 -- check: allow shadowed-local", language: "lua"),
      ])
  }
}
