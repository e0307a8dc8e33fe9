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
    let finder = RecipeFinder(world)
    var recipes: [Recipe] = []
    var names: Set<String> = []
    for path in RecipeFinder.ownPaths {
      // A recipe that is broken must not hide the others.
      do throws(Problem) {
        let recipe = try await RecipeLoader.load(try finder.file(at: path))
        recipes.append(recipe)
        names.insert(recipe.name)
      } catch {
        output.note("warning: \(path) is left out: \(error.message)")
      }
    }
    for name in RecipeFinder.shippedNames where !names.contains(name) {
      if let file = finder.shipped(name) { recipes.append(try await RecipeLoader.load(file)) }
    }
    recipes.sort { $0.name < $1.name }
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
