import Diagnostics
import FoundationEssentials
import JSON
import LuaRuntime
import Stdlib

/// Finds modules for `require`: the shipped library, then files beside the recipe, nothing else.
package struct ModuleLoader {
  /// The folder of the recipe; nil when it has none, as a shipped one.
  let folder: String?

  /// The text of a shipped module.
  static func shipped(_ name: String) throws(LuaError) -> String {
    guard let module = Stdlib.source(of: .module(name)) else {
      throw unknown(name)
    }
    return module.source
  }

  /// What `require` of a recipe finds: `{ shipped = true }`, or `{ source, file }` of a file.
  func load(_ name: String) throws(LuaError) -> JSONValue {
    guard Self.isName(name) else {
      throw Self.refused(
        "'\(name)' is no module name",
        hint: "a module's name is made of letters, digits and _, with . between folders")
    }
    if !Self.internalModules.contains(name), Stdlib.source(of: .module(name)) != nil {
      return ["shipped": true]
    }
    if let folder { return try local(name, in: folder) }
    throw Self.unknown(name)
  }

  /// Modules of the engine's own that recipes cannot require.
  package static let internalModules: Set = [
    "ghl.boot", "ghl.context", "ghl.header", "ghl.prelude", "ghl.host", "ghl.clock",
    "ghl.calendar", "ghl.commands", "ghl.console", "ghl.describe", "ghl.inspect",
    "ghl.primitives", "ghl.unknown",
  ]

  private func local(_ name: String, in folder: String) throws(LuaError) -> JSONValue {
    let relative = name.split(separator: ".").joined(separator: "/") + ".lua"
    let root = URL(filePath: folder, directoryHint: .isDirectory).resolvingSymlinksInPath()
    let file = root.appending(path: relative).resolvingSymlinksInPath()
    guard FileManager.default.fileExists(atPath: file.path) else { throw Self.unknown(name) }
    // A link may lead elsewhere inside the folder, never out of it.
    guard file.path.hasPrefix(root.path.hasSuffix("/") ? root.path : root.path + "/") else {
      throw Self.refused("the module '\(name)' lies outside the recipe's folder", hint: nil)
    }
    let bytes: [UInt8]
    do throws(InputFault) {
      bytes = try SystemInput().readFile(file.path, limit: RecipeLoader.largestFile)
    } catch {
      throw Self.refused(error.message(about: relative), hint: error.hint)
    }
    guard let source = String(validating: bytes, as: UTF8.self) else {
      throw Self.refused("the module '\(name)' is no text in UTF-8", hint: nil)
    }
    return ["source": .string(source), "file": .string(relative)]
  }

  private static func unknown(_ name: String) -> LuaError {
    let shipped = Stdlib.names(of: .module).filter { !internalModules.contains($0) }
    let hint = Suggestion.hint(for: name, in: shipped)
    return refused(
      "there is no module '\(name)'",
      hint: hint
        ?? "shipped are \(shipped.joined(separator: ", ")); files beside the recipe work too")
  }

  private static func refused(_ message: String, hint: String?) -> LuaError {
    var fields: JSONObject = [:]
    fields["hint"] = hint.map { .string($0) }
    return LuaError(kind: "module", message: message, fields: fields)
  }

  private static func isName(_ name: String) -> Bool {
    guard !name.isEmpty, name.utf8.count <= 100 else { return false }
    return name.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { part in
      !part.isEmpty
        && part.utf8.allSatisfy { byte in
          (65...90).contains(byte) || (97...122).contains(byte) || (48...57).contains(byte)
            || byte == 95 || byte == 45
        }
    }
  }
}
