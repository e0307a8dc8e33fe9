import ArgumentParser
import JSON

/// All commands with their options, as the parser itself knows them.
struct CommandTree {
  struct Option {
    /// With hyphens: `--mock`, `-o`.
    var names: [String]
    var help: String
    var takesValue: Bool
    /// All values there are; empty where there is no such list.
    var values: [String]
  }

  var name: String
  var help: String
  var commands: [CommandTree]
  var options: [Option]
  /// What its positional arguments are called: `recipe`, `file`.
  var places: [String]
  /// Whether the last of them can be given several times.
  var repeats: Bool

  static var root: CommandTree {
    let dump = (try? JSONValue(parsing: Root._dumpHelp())) ?? .null
    return CommandTree(dump["command"] ?? .null)
  }

  private init(_ value: JSONValue) {
    name = value["commandName"]?.string ?? ""
    help = value["abstract"]?.string ?? ""
    commands = (value["subcommands"]?.array ?? []).filter { $0["shouldDisplay"] != false }
      .map(CommandTree.init)
    let arguments = (value["arguments"]?.array ?? []).filter { $0["shouldDisplay"] != false }
    let placed = arguments.filter { $0["kind"] == "positional" }
    places = placed.map { $0["valueName"]?.string ?? "" }
    repeats = placed.last?["isRepeating"] == true
    options = arguments.filter { $0["kind"] != "positional" }.map { argument in
      let names = (argument["names"]?.array ?? []).compactMap { name -> String? in
        name["name"]?.string.map { name["kind"] == "long" ? "--\($0)" : "-\($0)" }
      }
      return Option(
        names: names, help: argument["abstract"]?.string ?? "",
        takesValue: argument["kind"] == "option",
        values: argument["allValues"]?.strings ?? argument["allValueStrings"]?.strings ?? [])
    }
  }
}
