import ArgumentParser
import Diagnostics
import FoundationEssentials
import JSON
import Stdlib

/// `ghlua new`: a recipe to begin with.
struct NewCommand: ParsableCommand, InstantCommand {
  static let configuration = CommandConfiguration(
    commandName: "new", abstract: "Write a new recipe to ./recipes.")

  @Argument(help: "Its name: lower-case words with hyphens.") var name: String
  @OptionGroup(title: "Output") var flags: OutputFlags

  func perform(in world: World, _ output: Output) throws(Problem) -> Int32 {
    let path = "\(RecipeFinder.folder)/\(name).lua"
    try checkName()
    guard let template = Stdlib.source(of: .template("recipe.lua")) else {
      throw Problem(.bug, "the template of recipes is missing")
    }
    let files = FileManager.default
    guard !files.fileExists(atPath: path) else {
      throw Problem(.error, "there is a recipe at \(path) already", hint: "choose another name")
    }
    let source = template.source.split(separator: "NEW-RECIPE", omittingEmptySubsequences: false)
      .joined(separator: name)
    do {
      try files.createDirectory(atPath: RecipeFinder.folder, withIntermediateDirectories: true)
      try Data(source.utf8).write(to: URL(filePath: path), options: .withoutOverwriting)
    } catch {
      throw Problem(
        .error, "cannot write \(path)", hint: "check that this folder may be written to")
    }
    if output.json {
      output.print(["schema": "ghlua.new/1", "ok": true, "file": .string(path)])
    } else {
      output.print(path)
    }
    output.note("next: ghlua test \(path)")
    return 0
  }

  private func checkName() throws(Problem) {
    let letters = name.utf8
    let fits =
      letters.count <= 64 && letters.first.map { (97...122).contains($0) } == true
      && letters.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == 45 }
    guard !fits else { return }
    throw Problem(
      .usage, "'\(name)' is no name for a recipe",
      hint: "write lower-case words with hyphens, like move-user")
  }
}
