import ArgumentParser
import Diagnostics
import Engine
import JSON

/// `ghlua schema RECIPE`: the JSON Schema of its arguments.
struct SchemaCommand: ParsableCommand, LongCommand {
  static let configuration = CommandConfiguration(
    commandName: "schema", abstract: "Print the JSON Schema of a recipe's arguments.")

  @Argument(help: "The recipe.") var recipe: String
  @OptionGroup(title: "Output") var flags: OutputFlags

  func perform(in world: World, _ output: Output) async throws(Problem) -> Int32 {
    let recipe = try await RecipeLoader.load(try RecipeFinder(world).file(recipe))
    let schema = RecipeSchema.schema(of: recipe)
    output.print(output.json ? schema.text(ascii: true) : schema.text(pretty: true))
    return 0
  }
}
