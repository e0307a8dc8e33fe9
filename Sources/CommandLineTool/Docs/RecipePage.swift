import Engine
import JSON
import Planning

extension Page {
  /// What a recipe says of itself.
  init(_ recipe: Recipe) {
    self.init(
      path: "recipes/\(recipe.name)", title: recipe.name, summary: recipe.summary,
      blocks: Block.text(recipe.doc) + Self.call(recipe) + Self.arguments(recipe)
        + Block.section("What it may do", [.list(CapabilityWords(recipe).lines)])
        + Self.bounds(recipe) + Self.started(recipe) + Self.tested(recipe))
  }

  private static func call(_ recipe: Recipe) -> [Block] {
    let lines = recipe.examples.isEmpty ? [recipe.name] : recipe.examples
    let code = lines.map { line in
      line == recipe.name || line.hasPrefix("\(recipe.name) ") ? "ghlua run \(line)" : line
    }
    return Block.section("Call", [.code(code.joined(separator: "\n"), language: "sh")])
  }

  private static func arguments(_ recipe: Recipe) -> [Block] {
    let tables =
      [("Arguments", recipe.parameters)]
      + recipe.parameters
      .filter { !$0.columns.isEmpty }.map { ("Columns of `\($0.name)`", $0.columns) }
    return tables.flatMap { heading, parameters -> [Block] in
      let rows = parameters.map { parameter in
        let isColumn = heading != "Arguments"
        return [
          "`\(isColumn ? parameter.name : parameter.usageName)`", parameter.typeInWords,
          [parameter.help, parameter.remarks].filter { !$0.isEmpty }.joined(separator: " "),
        ]
      }
      return rows.isEmpty
        ? [] : [.heading(heading), .table(heads: ["Name", "Type", "Meaning"], rows: rows)]
    }
  }

  private static func bounds(_ recipe: Recipe) -> [Block] {
    let lines = recipe.limits.inWords
    return lines.isEmpty ? [] : Block.section("Limits", [.list(lines)])
  }

  private static func started(_ recipe: Recipe) -> [Block] {
    var lines = recipe.events.map { "by the event `\($0)`" }
    if let schedule = recipe.schedule { lines.append("on the schedule `\(schedule)`") }
    return lines.isEmpty ? [] : Block.section("It can be started", [.list(lines)])
  }

  private static func tested(_ recipe: Recipe) -> [Block] {
    let names = recipe.tests.map(\.name)
    return names.isEmpty ? [] : Block.section("Its tests show that it", [.list(names)])
  }
}
