import Diagnostics
import Engine
import FoundationEssentials
import Stdlib

/// Finds recipes: by path, by name in `./recipes`, by name among the shipped ones.
struct RecipeFinder: Sendable {
  /// Where people keep their own recipes.
  static let folder = "recipes"
  /// The largest recipe, in bytes.
  private static let largest = 1 << 20

  private let input: any InputSource

  init(_ world: World) { input = world.input }

  static var shippedNames: [String] { Stdlib.names(of: .recipe) }

  /// The paths of the recipes in `./recipes`, sorted.
  static var ownPaths: [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.filter { $0.hasSuffix(".lua") && !$0.hasPrefix(".") }.sorted()
      .map { "\(folder)/\($0)" }
  }

  /// The recipes that a command was given, or all in `./recipes`.
  ///
  /// - Parameter verb: What is to be done with them, for the message when there are none.
  static func named(
    _ given: [String], shipped: Bool, to verb: String
  ) throws(Problem) -> [String] {
    let names = given + (shipped ? shippedNames : [])
    if !names.isEmpty { return names }
    let own = ownPaths
    guard own.isEmpty else { return own }
    throw Problem(
      .inputInvalid, "there is no recipe to \(verb) in ./recipes",
      hint: "name a file, or add --shipped for the shipped recipes")
  }

  private static var ownNames: [String] { ownPaths.map { String(fileName($0).dropLast(4)) } }

  /// The file that a word names. What looks like a path is one; a name means the own recipe first,
  /// then the shipped one.
  func file(_ word: String) throws(Problem) -> RecipeFile {
    if word.contains("/") || word.hasSuffix(".lua") { return try file(at: word) }
    if Self.ownNames.contains(word) { return try file(at: "\(Self.folder)/\(word).lua") }
    if let file = shipped(word) { return file }
    do throws(InputFault) {
      _ = try input.readFile(word, limit: 0)
    } catch {
      guard case .missing = error else { return try file(at: word) }
    }
    throw missing(word)
  }

  func shipped(_ name: String) -> RecipeFile? {
    guard let file = Stdlib.source(of: .recipe(name)) else { return nil }
    return RecipeFile(
      name: name, displayName: "\(name).lua", source: file.source, folder: nil, isShipped: true)
  }

  /// The recipe in a file.
  func file(at path: String) throws(Problem) -> RecipeFile {
    let bytes: [UInt8]
    do throws(InputFault) {
      bytes = try input.readFile(path, limit: Self.largest)
    } catch {
      if case .missing(let nearest) = error { throw missing(path, nearest: nearest) }
      throw Problem(
        .recipeInvalid, error.message(about: path),
        hint: error == .folder ? "name a .lua file in it" : error.hint)
    }
    let text = try Self.text(bytes, path)
    let folder = path.split(separator: "/", omittingEmptySubsequences: false).dropLast()
    return RecipeFile(
      name: path, displayName: Self.fileName(path), source: text,
      folder: folder.isEmpty ? "." : folder == [""] ? "/" : folder.joined(separator: "/"),
      isShipped: false)
  }

  private static func text(_ bytes: [UInt8], _ path: String) throws(Problem) -> String {
    guard let text = String(validating: bytes, as: UTF8.self) else {
      let good = validPrefix(of: bytes)
      throw Problem(
        .recipeInvalid, "'\(path)' is not UTF-8 text", hint: "save it as UTF-8",
        at: Place(path, line: good.count { $0 == 0x0A } + 1))
    }
    guard text.contains(where: { !$0.isWhitespace }) else {
      throw Problem(
        .recipeInvalid, "'\(path)' is empty",
        hint: "'ghlua new NAME' writes a recipe to begin with", at: Place(path))
    }
    return text
  }

  /// The bytes before the first that are no UTF-8; found by halving.
  private static func validPrefix(of bytes: [UInt8]) -> ArraySlice<UInt8> {
    var (good, bad) = (0, bytes.count)
    while bad - good > 4 {
      let middle = (good + bad) / 2
      // A character may be cut at the end, so up to three bytes are forgiven.
      let fits = (0...3).contains {
        middle - $0 >= 0 && String(validating: bytes[..<(middle - $0)], as: UTF8.self) != nil
      }
      if fits { good = middle } else { bad = middle }
    }
    return bytes[..<good]
  }

  private func missing(_ word: String, nearest: [String] = []) -> Problem {
    let isPath = word.contains("/") || word.hasSuffix(".lua")
    let name = word.hasSuffix(".lua") ? String(Self.fileName(word).dropLast(4)) : word
    let known = Set(Self.shippedNames + Self.ownNames).sorted()
    let found = nearest.isEmpty ? Suggestion.nearest(to: name, in: known) : nearest
    let all = found.map { "'\($0)'" }.joined(separator: " or ")
    return Problem(
      .recipeNotFound, isPath ? "there is no file '\(word)'" : "there is no recipe '\(word)'",
      hint: found.isEmpty ? "'ghlua list' shows all recipes" : "did you mean \(all)?")
  }

  private static func fileName(_ path: String) -> String {
    path.split(separator: "/").last.map(String.init) ?? path
  }
}
