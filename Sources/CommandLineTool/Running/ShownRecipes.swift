import Diagnostics
import Engine

/// The recipes that can be called by name: those in ./recipes, then the shipped ones.
enum ShownRecipes {
  /// Sorted by name; a recipe of the folder hides a shipped one of the same name.
  static func all(
    _ world: World, _ output: Output, withTests: Bool = false
  ) async throws(Problem) -> [Recipe] {
    let finder = RecipeFinder(world)
    var recipes: [Recipe] = []
    var names: Set<String> = []
    for path in RecipeFinder.ownPaths {
      // A recipe that is broken must not hide the others.
      do throws(Problem) {
        let recipe = try await RecipeLoader.load(try finder.file(at: path), withTests: withTests)
        recipes.append(recipe)
        names.insert(recipe.name)
      } catch {
        output.note("warning: \(path) is left out: \(error.message)")
      }
    }
    for name in RecipeFinder.shippedNames where !names.contains(name) {
      if let file = finder.shipped(name) {
        recipes.append(try await RecipeLoader.load(file, withTests: withTests))
      }
    }
    return recipes.sorted { $0.name < $1.name }
  }
}
