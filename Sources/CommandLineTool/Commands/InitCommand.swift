import ArgumentParser
import Diagnostics
import FoundationEssentials
import JSON
import Stdlib

/// `ghlua init`: makes an editor know recipes.
struct InitCommand: ParsableCommand, InstantCommand {
  static let configuration = CommandConfiguration(
    commandName: "init",
    abstract: "Set up this folder for writing recipes in an editor.",
    discussion: """
      Writes '.luarc.json' for the Lua language server and the types it reads in '.ghlua/types': \
      'ghl.users.' then completes with fields, permissions and scopes. Run it again after an update \
      of ghlua.
      """)

  @OptionGroup(title: "Output") var flags: OutputFlags

  func perform(in world: World, _ output: Output) throws(Problem) -> Int32 {
    var files = [(".ghlua/types/ghl.d.lua", EditorTypes.text)]
    for name in Stdlib.names(of: .module) {
      let path = name.split(separator: ".").joined(separator: "/")
      let source = Stdlib.source(of: .module(name))?.source ?? ""
      files.append((".ghlua/types/library/\(path).lua", source))
    }
    // People's own settings stay.
    let isThere = FileManager.default.fileExists(atPath: ".luarc.json")
    if !isThere { files.append((".luarc.json", Self.settings)) }
    files.append((".ghlua/.gitignore", "*\n"))
    let written = try FolderWriter.write(files, to: ".")
    if output.json {
      output.print([
        "schema": "ghlua.init/1", "ok": true, "written": .strings(written),
        "settings": .string(isThere ? "kept" : "written"),
      ])
      return 0
    }
    output.print(
      written.isEmpty ? "everything is up to date" : "\(counted(written.count, "file")) written")
    if isThere {
      output.note(
        ".luarc.json was there and stays; workspace.library must list .ghlua/types for completion")
    }
    output.note("next: ghlua new my-recipe")
    return 0
  }

  /// Source: the settings of the Lua language server (https://luals.github.io/wiki/settings).
  private static let settings = """
    {
      "runtime.version": "Lua 5.4",
      "runtime.path": ["?.lua", ".ghlua/types/library/?.lua"],
      "workspace.library": [".ghlua/types"],
      "workspace.checkThirdParty": false,
      "runtime.builtin": { "io": "disable", "os": "disable", "package": "disable", "debug": "disable" }
    }

    """
}
