import ArgumentParser
import Diagnostics
import Engine
import JSON

/// `ghlua list`: all recipes that can be called by name.
struct ListCommand: ParsableCommand, LongCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List the recipes in ./recipes and the shipped ones.")

  @OptionGroup(title: "Output") var flags: OutputFlags

  func perform(in world: World, _ output: Output) async throws(Problem) -> Int32 {
    let recipes = try await ShownRecipes.all(world, output)
    if output.json {
      output.print([
        "schema": "ghlua.list/1", "ok": true, "recipes": .array(recipes.map(\.listed)),
      ])
    } else {
      output.print(RecipeRenderer(output.style).list(recipes))
    }
    return 0
  }
}

extension Recipe {
  fileprivate var listed: JSONValue {
    [
      "name": .string(name), "version": .string(version), "summary": .string(summary),
      "shipped": .bool(file.isShipped), "file": file.isShipped ? .null : .string(file.name),
      "can": .strings(can),
    ]
  }
}
