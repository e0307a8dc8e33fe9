import ArgumentParser
import Diagnostics

/// The program itself: what there is to call.
struct Root: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ghlua", abstract: "Manages the users of HighLevel with recipes in Lua.",
    discussion: """
      A recipe is planned first: 'ghlua run' shows what would change, and only --apply, or \
      'ghlua apply' with a saved plan, changes anything.
      """,
    version: productVersion,
    subcommands: [
      RunCommand.self, PlanCommand.self, ApplyCommand.self, ResumeCommand.self,
      UndoCommand.self, RunsCommand.self, ShowCommand.self, DiffCommand.self, ListCommand.self,
      HelpCommand.self, SchemaCommand.self, CheckCommand.self, TestCommand.self, NewCommand.self,
      ReplCommand.self, FormatCommand.self, MCPCommand.self, CompletionsCommand.self,
      DocsCommand.self, InitCommand.self, MockCommand.self, ServeCommand.self,
      ScheduleCommand.self, LoginCommand.self, DoctorCommand.self,
      N8nCommand.self, VersionCommand.self,
    ])
}

/// Turns the words of a command line into a command.
struct CommandFinder {
  private let words: [String]

  init(_ world: World) { words = world.arguments }

  /// The command; nil when all that was asked for is a text, which is then printed.
  func command(_ output: Output) throws(Problem) -> FoundCommand? {
    // Their words are partly the recipe's, which only they can tell.
    if let command = passingWords { return .long(command) }
    try checkName()
    do {
      var command = try alone ?? Root.parseAsRoot(parsable)
      if let command = command as? any InstantCommand { return .instant(command) }
      if let command = command as? any LongCommand { return .long(command) }
      // A group of commands, or the parser's own command that stands for --help: both throw the text
      // that is wanted.
      try command.run()
      return nil
    } catch {
      guard Root.exitCode(for: error) == .success else {
        throw Problem(.usage, Self.sentence(Root.message(for: error)), hint: hint)
      }
      output.print(Root.fullMessage(for: error, columns: output.style.width))
      return nil
    }
  }

  /// The command, parsed without a look at all the others, which is most of the time. Nil where its words
  /// are wrong or ask for help: the whole parser then knows what to say.
  private var alone: (any ParsableCommand)? {
    var words = parsable[...]
    var type: any ParsableCommand.Type = Root.self
    while !type.configuration.subcommands.isEmpty {
      let name = words.popFirst()
      let named = type.configuration.subcommands.first { $0._commandName == name }
      guard let named else { return nil }
      type = named
    }
    return try? type.parse(Array(words))
  }

  private var passingWords: (any LongCommand)? {
    let rest = Array(words.dropFirst())
    switch words.first {
    case "run": return RecipeRun(words: rest)
    case "plan": return RecipePlan(words: rest)
    case "fmt-args": return RecipeArguments(words: rest)
    case "complete": return CompleteCommand(words: rest)
    case "help" where !rest.isEmpty: return HelpCommand(recipe: rest[0])
    default: return nil
    }
  }

  /// `--mock` alone means the built-in company; the parser knows no options with a value that may
  /// be left out.
  private var parsable: [String] {
    words.map { $0 == "--mock" ? "--\(Self.builtInCompany)" : $0 }
  }

  /// The hidden flag that `--mock` alone becomes.
  static let builtInCompany = "mock-built-in"

  private func checkName() throws(Problem) {
    guard let name = words.first, !name.hasPrefix("-"), !Self.names.contains(name) else { return }
    let isRecipe = RecipeFinder.shippedNames.contains(name) || name.hasSuffix(".lua")
    throw Problem(
      .usage, "there is no command '\(name)'",
      hint: isRecipe
        ? "to run the recipe: ghlua run \(name)"
        : Suggestion.hint(for: name, in: Self.names) ?? "'ghlua --help' lists all commands")
  }

  private var hint: String {
    let name = words.first { Self.names.contains($0) }
    return "'ghlua \(name.map { "\($0) " } ?? "")--help' shows what it takes"
  }

  static let names = Root.configuration.subcommands.compactMap { $0.configuration.commandName }

  /// The parser's message as it stands in all problems: one line, no full stop.
  private static func sentence(_ message: String) -> String {
    let line = message.split(separator: "\n").joined(separator: " ")
    return line.hasSuffix(".") ? String(line.dropLast()) : line
  }
}
