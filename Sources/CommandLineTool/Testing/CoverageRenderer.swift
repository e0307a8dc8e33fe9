import Engine

/// What tests make use of, as text.
struct CoverageRenderer {
  let style: TextStyle

  func text(_ all: [TestedRecipe]) -> String {
    let lines = all.map(\.lines)
    let total = lines.reduce(0) { $0 + $1.total }
    let covered = lines.reduce(0) { $0 + $1.covered }
    let blocks = zip(all, lines).map(block).joined()
    let sum =
      all.count > 1 ? "\(covered.grouped) of \(counted(total, "line")) in functions ran\n" : ""
    return "\n\(style.bold("coverage"))\n\(blocks)\(sum)"
  }

  private func block(_ tested: TestedRecipe, _ lines: LineCoverage) -> String {
    let capabilities = CapabilityCoverage(of: tested.recipe, tested.results)
    let percent = "\(lines.percent.formatted) %"
    let isWhole = lines.covered == lines.total
    let figures =
      "\(isWhole ? style.green(percent) : style.yellow(percent)) of \(counted(lines.total, "line")), "
      + "\(capabilities.used) of \(counted(capabilities.entries.count, "capability", plural: "capabilities"))"
    var text = "  \(tested.recipe.name.printable)  \(figures)\n"
    for file in lines.files where !file.missed.isEmpty {
      text += style.hanging(
        "    not run: ", "\(file.name):\(file.missed.asRanges)", lead: style.dim)
    }
    for missing in capabilities.missing {
      text += style.hanging("    not used: ", missing, lead: style.dim)
    }
    return text
  }
}
