import ArgumentParser
import Diagnostics
import Engine
import JSON

/// `ghlua help RECIPE`: what a recipe does and takes.
struct HelpCommand: ParsableCommand, LongCommand {
  static let configuration = CommandConfiguration(
    commandName: "help", abstract: "Show what a recipe does and takes.")

  @Argument(help: "A recipe, or a command of ghlua.") var recipe: String?
  @OptionGroup(title: "Output") var flags: OutputFlags

  init() {}

  init(recipe: String) {
    self.init()
    self.recipe = recipe
  }

  func perform(in world: World, _ output: Output) async throws(Problem) -> Int32 {
    guard let name = recipe, !name.hasPrefix("-") else {
      output.print(Root.helpMessage())
      return 0
    }
    let commands = Root.configuration.subcommands
    if let command = commands.first(where: { $0.configuration.commandName == name }) {
      output.print(Root.helpMessage(for: command))
      return 0
    }
    let recipe = try await RecipeLoader.load(try RecipeFinder(world).file(name))
    output.print(
      RecipeRenderer(output.style).help(recipe, command: "ghlua run \(recipe.callName)"))
    return 0
  }
}
