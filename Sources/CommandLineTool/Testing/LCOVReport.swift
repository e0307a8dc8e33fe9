import Engine

/// The lines that ran, in the form that lcov writes and editors read.
struct LCOVReport {
  private let tested: [TestedRecipe]

  init(_ tested: [TestedRecipe]) { self.tested = tested }

  var text: String {
    tested.flatMap { one in one.lines.files.map { record($0, of: one.recipe.file) } }.joined()
  }

  private func record(_ file: LineCoverage.File, of recipe: RecipeFile) -> String {
    let lines = file.lines.keys.sorted().map { "DA:\($0),\(file.lines[$0] == true ? 1 : 0)\n" }
    return """
      TN:
      SF:\(path(file.name, beside: recipe))
      \(lines.joined())LF:\(file.lines.count)
      LH:\(file.covered)
      end_of_record

      """
  }

  private func path(_ name: String, beside recipe: RecipeFile) -> String {
    guard name != recipe.displayName, let folder = recipe.folder else { return recipe.name }
    return folder == "." ? name : "\(folder)/\(name)"
  }
}
