public import Diagnostics
public import JSON
public import LuaRuntime
import Planning
import Stdlib

/// Reads what a recipe's file says of itself, without running it.
public enum RecipeLoader {
  /// The largest file taken, in bytes.
  static let largestFile = 1 << 20

  /// The header of a file. A file without `recipe { … }` is a plain script.
  ///
  /// - Parameters:
  ///   - withTests: Whether to read the inline tests and fixtures too.
  ///   - isolation: Where the file's own Lua runs.
  /// - Throws: A `recipe-invalid` problem with the place, for anything that does not fit.
  public static func load(
    _ file: RecipeFile, withTests: Bool = false, isolation: LuaIsolation = .none
  ) async throws(Problem) -> Recipe {
    guard declaresRecipe(file.source) else { return .script(file) }
    let description: JSONValue?
    do throws(LuaError) {
      let state = try isolation.bare()
      description = try await state.call(
        "header", .string(file.source), .string("@\(file.displayName)"), .bool(withTests))
    } catch {
      throw Problem(reading: error, file: file)
    }
    return try HeaderReader(file: file).read(description ?? .null)
  }

  /// The value that a file of data returns, such as a fixture.
  public static func data(
    _ source: String, named name: String
  ) async throws(Problem) -> JSONValue {
    let file = RecipeFile(
      name: name, displayName: name, source: source, folder: nil, isShipped: false)
    do throws(LuaError) {
      let state = try LuaIsolation.none.bare()
      return try await state.call("data", .string(source), .string("@\(name)")) ?? .null
    } catch {
      throw Problem(reading: error, file: file)
    }
  }

  /// Whether a line begins with `return recipe`, or with `recipe {` or `local x = recipe {`.
  static func declaresRecipe(_ source: String) -> Bool {
    // By bytes, as characters cost many times as much.
    source.utf8.split(separator: UInt8(ascii: "\n")).contains { line in
      var words = line.split(maxSplits: 5) { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
        .map { Substring($0) }[...]
      if words.first == "local", words.count > 3 { words = words.dropFirst(3) }
      if words.first == "return" { words = words.dropFirst() }
      guard let word = words.first else { return false }
      return word == "recipe" || word.hasPrefix("recipe{") || word.hasPrefix("recipe(")
    }
  }
}

extension LuaIsolation {
  /// A Lua that can read headers and data and do nothing else, under a small budget. Time is
  /// limited too, because one instruction can take minutes: a table whose keys collide.
  fileprivate func bare() throws(LuaError) -> any LuaRun {
    let limits = LuaLimits(
      memory: 32 << 20, instructions: 20_000_000, time: .seconds(2), hostCalls: 20_000,
      depth: 10_000, chunk: RecipeLoader.largestFile)
    return try run(
      limits: limits, functions: HostFunctions.ofHeader, boot: BootChunk.source,
      name: "=ghl.boot")
  }
}

/// The chunk that every state starts with.
enum BootChunk {
  static var source: String { Stdlib.source(of: .module("ghl.boot"))?.source ?? "" }
}

extension Problem {
  /// An error of a header as a problem that quotes the line.
  init(reading error: LuaError, file: RecipeFile) {
    let line = error.file == file.displayName ? error.line : nil
    let isLimit = error.limit != nil
    self.init(
      .recipeInvalid,
      isLimit
        ? "the header \(error.message.replacingPrefix("the recipe ", with: ""))" : error.message,
      hint: isLimit
        ? "a header only describes the recipe; do the work in run"
        : error.fields["hint"]?.string,
      at: Place(file.displayName, line: line), source: line.flatMap(file.line))
  }
}

extension String {
  /// The text with a prefix exchanged; itself when it has not that prefix.
  func replacingPrefix(_ prefix: String, with other: String) -> String {
    hasPrefix(prefix) ? other + dropFirst(prefix.count) : self
  }
}

extension Recipe {
  /// A plain script: no header, everything may be planned.
  static func script(_ file: RecipeFile) -> Recipe {
    let name =
      file.displayName.hasSuffix(".lua") ? String(file.displayName.dropLast(4)) : file.displayName
    return Recipe(
      file: file, isDeclared: false, name: name, version: "0", summary: "A plain script", doc: "",
      parameters: [], can: [], capabilities: .everything, limits: Limits(), events: [],
      schedule: nil, examples: [], tests: [], fixtures: [:])
  }
}
