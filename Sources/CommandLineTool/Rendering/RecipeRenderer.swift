import Engine
import JSON
import Planning

/// What a recipe says of itself, for people.
struct RecipeRenderer {
  private let style: TextStyle

  init(_ style: TextStyle) { self.style = style }

  /// - Parameter command: What people type before the arguments: `ghlua run move-user`.
  func help(_ recipe: Recipe, command: String) -> String {
    let parts = [
      title(recipe), usage(recipe, command), paragraphs(recipe.doc), arguments(recipe),
      columns(recipe), section("It may", CapabilityWords(recipe).lines),
      section("Limits", recipe.limits.inWords), started(recipe),
      section("Examples", recipe.examples.map { Self.example($0, of: recipe, command) }),
    ]
    return parts.filter { !$0.isEmpty }.joined(separator: "\n")
  }

  /// One line a recipe: its name, its version and what it is for.
  func list(_ recipes: [Recipe]) -> String {
    if recipes.isEmpty { return "There are no recipes here.\n" }
    let names = recipes.map(\.name.printable)
    let versions = recipes.map(\.version.printable)
    let (nameWidth, versionWidth) = (Self.widest(names), Self.widest(versions))
    var text = ""
    for (recipe, (name, version)) in zip(recipes, zip(names, versions)) {
      let filled = version.padded(to: versionWidth)
      let lead = "\(name.padded(to: nameWidth))  \(filled)  "
      text += style.hanging(
        lead, recipe.summary,
        lead: { _ in
          "\(style.bold(name.padded(to: nameWidth)))  \(style.dim(filled))  "
        })
    }
    return text
  }

  private static func widest(_ texts: [String]) -> Int { texts.map(\.displayWidth).max() ?? 0 }

  private func title(_ recipe: Recipe) -> String {
    let version = recipe.version.isEmpty ? "" : " \(recipe.version.printable)"
    let summary = recipe.summary.isEmpty ? [] : style.wrap(recipe.summary.printable)
    return style.bold(recipe.name.printable) + style.dim(version) + "\n"
      + summary.map { $0 + "\n" }.joined()
  }

  private func usage(_ recipe: Recipe, _ command: String) -> String {
    guard recipe.isDeclared else {
      return hangingUsage(command, ["[--NAME VALUE …]", "[WORD …]"])
    }
    let placed = recipe.parameters.filter { $0.position != nil }
      .sorted { ($0.position ?? 0) < ($1.position ?? 0) }
    let named = recipe.parameters.filter { $0.position == nil }
    let words = (placed + named).map { parameter in
      parameter.isRequired ? parameter.usage : "[\(parameter.usage)]"
    }
    return hangingUsage(command, words)
  }

  private func hangingUsage(_ command: String, _ words: [String]) -> String {
    let lead = "Usage: \(command.printable) "
    let spans = words.map { Span($0) }
    return style.hanging(lead, spans, gap: 1)
      .replacingPrefix("Usage:", with: style.bold("Usage:"))
  }

  /// Paragraphs are wrapped anew; indented lines and items of lists stay as they are.
  private func paragraphs(_ doc: String) -> String {
    if doc.isEmpty { return "" }
    var text = ""
    var words: [String] = []
    func flush() {
      text += style.wrap(words: words).map { $0 + "\n" }.joined()
      words = []
    }
    for line in doc.split(separator: "\n", omittingEmptySubsequences: false) {
      let isOwnLine = [" ", "\t", "- ", "* "].contains(where: line.hasPrefix)
      if line.isEmpty || isOwnLine {
        flush()
        text += line.isEmpty ? "\n" : String(line).printable + "\n"
      } else {
        words += line.split(separator: " ").map { String($0).printable }
      }
    }
    flush()
    return text
  }

  private func arguments(_ recipe: Recipe) -> String {
    table("Arguments", recipe.parameters.map { ($0.usageName, $0) })
  }

  private func columns(_ recipe: Recipe) -> String {
    recipe.parameters.filter { !$0.columns.isEmpty }.map { parameter in
      table("Columns of \(parameter.name)", parameter.columns.map { ($0.name, $0) })
    }.joined(separator: "\n")
  }

  private func table(_ heading: String, _ rows: [(name: String, parameter: Parameter)]) -> String {
    if rows.isEmpty { return "" }
    let names = Self.widest(rows.map(\.name.printable))
    let types = Self.widest(rows.map(\.parameter.typeInWords))
    var text = style.bold(heading) + "\n"
    for (name, parameter) in rows {
      let filled = name.printable.padded(to: names)
      let type = parameter.typeInWords.padded(to: types)
      let help = [parameter.help, parameter.remarks].filter { !$0.isEmpty }.joined(separator: " ")
      text += style.hanging(
        "  \(filled)  \(type)  ", help,
        lead: { _ in
          "  \(style.cyan(filled))  \(style.dim(type))  "
        })
    }
    return text
  }

  private func started(_ recipe: Recipe) -> String {
    var lines = recipe.events.map { "by the event \($0)" }
    if let schedule = recipe.schedule { lines.append("on the schedule \(schedule)") }
    return section("It can be started", lines)
  }

  private func section(_ heading: String, _ lines: [String]) -> String {
    if lines.isEmpty { return "" }
    return style.bold(heading) + "\n" + lines.map { style.hanging("  ", $0) }.joined()
  }

  /// An example as people can paste it: the recipe's name becomes the whole command.
  private static func example(_ text: String, of recipe: Recipe, _ command: String) -> String {
    guard text == recipe.name || text.hasPrefix("\(recipe.name) ") else { return text }
    return command + text.dropFirst(recipe.name.count)
  }
}
