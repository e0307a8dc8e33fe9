import ArgumentParser
import Diagnostics
import Engine
import LuaRuntime

/// `ghlua repl`: Lua line by line, on the company as it will be.
struct ReplCommand: ParsableCommand, LongCommand {
  typealias Isolation = LuaIsolation

  static let configuration = CommandConfiguration(
    commandName: "repl", abstract: "Try things out line by line; nothing is written.",
    discussion: """
      Examples:
        ghlua repl                                     on the built-in company
        ghlua repl --mock=company.json
        echo 'ghl.users.find("john@deo.com").id' | ghlua repl

      :help shows the commands. Lines that seem to hold a secret, or begin with a blank, are not \
      kept in the history.
      """)

  @OptionGroup(title: "The service") var source: SourceFlags
  @Flag(
    inversion: .prefixedNo, help: "Run Lua in a process without secrets, network and files.")
  var isolate = false
  @OptionGroup(title: "Output") var flags: OutputFlags

  func perform(in world: World, _ output: Output) async throws(Problem) -> Int32 {
    let company = try await Company.open(
      try source.options, forApply: false, in: world, output)
    let session = ReplSession(
      company: company, isolation: isolate ? .worker(.shared) : .none, in: world, output)
    if world.inputIsTerminal, world.outputIsTerminal, let keyboard = world.keyboard() {
      var terminal = ReplTerminal(session, keyboard, try source.options)
      return await terminal.run()
    }
    return await ReplPipe(session: session).run()
  }
}

/// Reads lines from a pipe: no prompt, and the code of the first failure at the end.
struct ReplPipe {
  let session: ReplSession

  func run() async -> Int32 {
    var first: Problem?
    var console = session.console()
    var piece = ""
    while let line = session.world.readAnswer(), !Task.isCancelled {
      if piece.isEmpty, line.hasPrefix(":") {
        do throws(Problem) {
          switch try await session.perform(line) {
          case .goOn: break
          case .restart: console = session.console()
          case .quit: return end(first)
          }
        } catch {
          first = first ?? error
          session.output.show(error)
        }
        continue
      }
      piece += piece.isEmpty ? line : "\n\(line)"
      let answer = await console.evaluate(piece)
      if case .incomplete = answer { continue }
      piece = ""
      let problem = session.show(answer)
      first = first ?? problem
    }
    if piece.contains(where: { !$0.isWhitespace }) {
      let problem = Problem(.recipeFailed, "the input ends in the middle of a statement")
      session.output.show(problem)
      first = first ?? problem
    }
    return end(first)
  }

  private func end(_ problem: Problem?) -> Int32 {
    session.output.exitZero && session.output.json ? 0 : problem?.code.exitCode ?? 0
  }
}
