import ArgumentParser
import Diagnostics
import JSON

/// `ghlua version`.
struct VersionCommand: ParsableCommand, InstantCommand {
  static let configuration = CommandConfiguration(
    commandName: "version", abstract: "Print the version.")

  @OptionGroup(title: "Output") var flags: OutputFlags

  func perform(in world: World, _ output: Output) throws(Problem) -> Int32 {
    if output.json {
      output.print(["schema": "ghlua.version/1", "ok": true, "version": .string(productVersion)])
    } else {
      output.print(productVersion)
    }
    return 0
  }
}
