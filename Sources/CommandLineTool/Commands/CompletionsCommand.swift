import ArgumentParser
import Diagnostics
import JSON

/// `ghlua completions SHELL`: what makes a shell complete ghlua's command lines.
struct CompletionsCommand: ParsableCommand, InstantCommand {
  static let configuration = CommandConfiguration(
    commandName: "completions", abstract: "Print what makes a shell complete command lines.",
    discussion: """
      Commands, options, recipes and what they take are completed, with people and locations that \
      earlier runs have seen: they are kept in $XDG_CACHE_HOME/ghlua, which only you may read.

      Examples:
        source <(ghlua completions bash)         in ~/.bashrc
        source <(ghlua completions zsh)          in ~/.zshrc, after compinit
        ghlua completions fish > ~/.config/fish/completions/ghlua.fish
      """)

  @Argument(help: "bash, zsh or fish.") var shell: String
  @OptionGroup(title: "Output") var flags: OutputFlags

  func perform(in world: World, _ output: Output) throws(Problem) -> Int32 {
    guard let script = CompletionScripts.script(for: shell) else {
      throw Problem(
        .usage, "there is no completion for '\(shell)'",
        hint: Suggestion.hint(for: shell, in: CompletionScripts.shells)
          ?? "there is one for bash, fish and zsh")
    }
    if output.json {
      output.print(["schema": "ghlua.completions/1", "ok": true, "script": .string(script)])
    } else {
      output.print(script)
    }
    return 0
  }
}

/// `ghlua complete`: what the scripts ask. Never fails: a shell has no place for an error.
struct CompleteCommand: LongCommand {
  /// Everything after the command's name.
  let words: [String]

  func perform(in world: World, _ output: Output) async throws(Problem) -> Int32 {
    var words = words
    if words.first == "--line", words.count == 2 {
      let shell = ShellWords(words[1])
      words = Array(shell.words.dropFirst()) + (shell.endsInWord ? [] : [""])
    } else if words.first == "--" {
      words.removeFirst()
    }
    let current = words.popLast() ?? ""
    var quiet = world
    quiet.writeError = { _ in }
    let found = await Suggestions(after: words, current: current, in: quiet)
    var text = "\(found.files ? "files" : "values")\n\(current)\n"
    for offer in found.offers.prefix(Self.most) {
      let help = offer.help.prefix { $0 != "\n" }
      text += help.isEmpty ? "\(offer.value)\n" : "\(offer.value)\t\(help)\n"
    }
    world.writeOutput(text)
    return 0
  }

  private static let most = 500
}
