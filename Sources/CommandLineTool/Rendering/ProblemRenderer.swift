import Diagnostics

/// Problems as people read them: what, where, and what to do about it.
struct ProblemRenderer {
  /// One screen: more problems than this are only counted.
  static let most = 20
  /// Above so many, the lines of source are left out.
  private static let mostQuoted = 5

  private static let mostFrames = 10

  private let style: TextStyle

  init(_ style: TextStyle) { self.style = style }

  func text(_ problem: Problem) -> String {
    let all = Self.flattened(problem)
    let quotes = all.count <= Self.mostQuoted
    var parts = all.prefix(Self.most).map { block($0, quotes: quotes) }
    if all.count > Self.most {
      parts.append(style.dim("… and \(counted(all.count - Self.most, "more problem"))") + "\n")
    }
    return parts.joined(separator: quotes ? "\n" : "") + traceback(problem)
  }

  private static func flattened(_ problem: Problem) -> [Problem] {
    [problem] + problem.others.flatMap(flattened)
  }

  private func block(_ problem: Problem, quotes: Bool) -> String {
    let lines = problem.message.split(separator: "\n").map(String.init)
    var text = style.hanging("error: ", lines.first ?? "", paint: style.bold, lead: style.red)
    for line in lines.dropFirst() { text += "       \(line.printable)\n" }
    if let place = problem.place {
      text += "\(style.cyan("  -->")) \(place.description.printable)\n"
      if quotes, let source = problem.source, let number = place.line {
        text += quote(source, number: number, column: place.column)
      }
    }
    if let hint = problem.hint { text += style.hanging("  hint: ", hint, lead: style.green) }
    return text
  }

  /// The line of source with its number, and a caret where it is wrong.
  private func quote(_ source: String, number: Int, column: Int?) -> String {
    let gutter = String(repeating: " ", count: String(number).count)
    let room = max(20, style.width - gutter.count - 5)
    // A line that is too long is shown around the caret.
    let wrong = max(0, (column ?? 1) - 1)
    let start = wrong < room - 10 ? 0 : wrong - room / 2
    let before = String(source.prefix(wrong).dropFirst(start)).printable
    let shown = (start > 0 ? "…" : "") + String(source.dropFirst(start)).printable
    let bar = style.cyan("|")
    var text = " \(gutter) \(bar)\n"
    text += " \(style.cyan("\(number)")) \(bar) \(shown.truncated(to: room))\n"
    if column != nil {
      let blank = String(repeating: " ", count: before.displayWidth + (start > 0 ? 1 : 0))
      text += " \(gutter) \(bar) \(blank)\(style.red("^"))\n"
    }
    return text
  }

  /// The recipe's own frames, where they tell more than the place does.
  private func traceback(_ problem: Problem) -> String {
    var hidden = ["stdlib/ghl/", "ghl.", "["]
    if let place = problem.place { hidden.append("\(Place(place.file, line: place.line)):") }
    let own = problem.traceback.filter { frame in !hidden.contains(where: frame.hasPrefix) }
    if own.isEmpty { return "" }
    let rest = own.count - min(own.count, Self.mostFrames)
    let frames = own.prefix(Self.mostFrames) + (rest == 0 ? [] : ["… and \(rest) more"])
    return frames.reduce(style.dim("  called from:") + "\n") {
      "\($0)\(style.dim("    \($1.printable)"))\n"
    }
  }
}
