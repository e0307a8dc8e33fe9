import ArgumentParser
import Diagnostics
import Files
import FoundationEssentials
import JSON
import MockBackend

/// `ghlua mock`: companies to try things on.
struct MockCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "mock", abstract: "Make, show and serve companies to try things on.",
    subcommands: [Seed.self, Show.self, MockServe.self])

  /// `ghlua mock seed FILE`
  struct Seed: ParsableCommand, InstantCommand {
    static let configuration = CommandConfiguration(
      abstract: "Write a company to a file: the example company, or one of any size.")

    @Argument(help: "The file.") var file: String
    @Option(help: "How many users; without it, the example company.") var users: Int?
    @Option(help: "Another seed makes another company; needs --users.") var seed: UInt64?
    @Flag(help: "Replace the file if it is there.") var force = false
    @OptionGroup(title: "Output") var flags: OutputFlags

    func perform(in world: World, _ output: Output) throws(Problem) -> Int32 {
      let state = try state
      guard force || !FileManager.default.fileExists(atPath: file) else {
        throw Problem(
          .error, "there is a file '\(file)' already", hint: "choose another name, or add --force")
      }
      let lock = try FileLock(file)
      try MockFile.save(state, to: file)
      withExtendedLifetime(lock) {}
      if let path = CompletionIndex.path(for: SourceOptions(mock: .file(file)), in: world) {
        CompletionIndex.add(CompletionIndex(state).entries, to: path)
      }
      if output.json {
        output.print([
          "schema": "ghlua.mock/1", "ok": true, "file": .string(file),
          "company": .string(state.companyId), "users": .integer(Int64(state.users.count)),
          "locations": .integer(Int64(state.locations.count)),
        ])
      } else {
        output.print("\(file): \(state.users.count) users, \(state.locations.count) locations")
      }
      return 0
    }

    private var state: MockState {
      get throws(Problem) {
        guard let users else {
          guard seed == nil else {
            throw Problem(.usage, "--seed needs --users", hint: "add --users 1000")
          }
          return DefaultCompany.state
        }
        guard (0...100_000).contains(users) else {
          throw Problem(.usage, "--users goes from 0 to 100000, not \(users)")
        }
        return CompanyGenerator(seed: seed ?? 1, users: users).state
      }
    }
  }

  /// `ghlua mock show FILE`
  struct Show: ParsableCommand, InstantCommand {
    static let configuration = CommandConfiguration(
      abstract: "Show a saved company; without a file, the example company.")

    @Argument(help: "The file.") var file: String?
    @OptionGroup(title: "Output") var flags: OutputFlags

    func perform(in world: World, _ output: Output) throws(Problem) -> Int32 {
      let choice = file.map(MockChoice.file) ?? .builtIn
      let state = try choice.service(now: try world.moment()).state
      if output.json {
        output.print(["schema": "ghlua.company/1", "ok": true, "company": state.json])
      } else {
        output.print(CompanyRenderer(output.style).text(state))
      }
      return 0
    }
  }
}
