import ArgumentParser
import Diagnostics
import Engine
import FoundationEssentials
import JSON
import Stdlib

/// `ghlua new`: a recipe to begin with.
struct NewCommand: ParsableCommand, InstantCommand {
  static let configuration = CommandConfiguration(
    commandName: "new", abstract: "Write a new recipe to ./recipes.",
    discussion: """
      Examples:
        ghlua new give-access
        ghlua new tidy-up --template rows
        ghlua new move-people --from-curl 'curl -X PUT https://…/users/… -d {…}'
        ghlua new --from-curl call.sh         the line is in a file; - for standard input

      Of a cURL line, ids and values become parameters. Its token is left out: in a file, or from \
      standard input, it does not show in the list of processes either.
      """)

  @Argument(help: "Its name: lower-case words with hyphens.") var name: String?
  @Option(help: "What it begins with.") var template: Template?
  @Option(
    name: .customLong("from-curl"),
    help: ArgumentHelp("Make it from a cURL line, or a file with one.", valueName: "line"))
  var curl: String?
  @OptionGroup(title: "Output") var flags: OutputFlags

  /// What stands ready in `stdlib/templates`.
  enum Template: String, CaseIterable, ExpressibleByArgument {
    case change, report, rows, event

    var file: String { self == .change ? "recipe.lua" : "\(rawValue).lua" }
  }

  func perform(in world: World, _ output: Output) throws(Problem) -> Int32 {
    guard template == nil || curl == nil else {
      throw Problem(
        .usage, "--template and --from-curl do not go together", hint: "leave one out")
    }
    if let name { try check(name) }
    let (name, text, notes) = try recipe(world)
    let path = "\(RecipeFinder.folder)/\(name).lua"
    try write(text, to: path)
    if output.json {
      output.print([
        "schema": "ghlua.new/1", "ok": true, "file": .string(path), "notes": .strings(notes),
      ])
    } else {
      output.print(path)
    }
    for note in notes { output.note("note: \(note)") }
    output.note("next: ghlua test \(path)")
    return 0
  }

  private func recipe(
    _ world: World
  ) throws(Problem) -> (name: String, text: String, notes: [String]) {
    if let curl {
      let line = try CurlLine(try self.line(curl, world))
      let recipe = CurlRecipe(try CurlCall(line), name: name)
      return (recipe.name, recipe.text, recipe.notes)
    }
    guard let name else {
      throw Problem(.usage, "what is the recipe called?", hint: "ghlua new my-recipe")
    }
    guard let template = Stdlib.source(of: .template((template ?? .change).file)) else {
      throw Problem(.bug, "the template of recipes is missing")
    }
    let text = template.source.split(separator: "NEW-RECIPE", omittingEmptySubsequences: false)
      .joined(separator: name)
    return (name, text, [])
  }

  /// The line itself, or what a file or standard input has.
  private func line(_ given: String, _ world: World) throws(Problem) -> String {
    if CurlLine.isLine(given) { return given }
    do throws(InputFault) {
      let bytes =
        given == "-"
        ? try world.input.readStandardInput(limit: 1 << 20)
        : try world.input.readFile(given, limit: 1 << 20)
      return String(decoding: bytes, as: UTF8.self)
    } catch {
      let remedy = "give a line that begins with curl, the name of a file with one, or -"
      // What was given may hold a token.
      if given.contains(where: \.isWhitespace) {
        throw Problem(.inputInvalid, "--from-curl was given no cURL line", hint: remedy)
      }
      throw Problem(.inputInvalid, error.message(about: given), hint: error.hint ?? remedy)
    }
  }

  private func write(_ text: String, to path: String) throws(Problem) {
    let files = FileManager.default
    guard !files.fileExists(atPath: path) else {
      throw Problem(.error, "there is a recipe at \(path) already", hint: "choose another name")
    }
    do {
      try files.createDirectory(atPath: RecipeFinder.folder, withIntermediateDirectories: true)
      try Data(text.utf8).write(to: URL(filePath: path), options: .withoutOverwriting)
    } catch {
      throw Problem(
        .error, "cannot write \(path)", hint: "check that this folder may be written to")
    }
  }

  private func check(_ name: String) throws(Problem) {
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
