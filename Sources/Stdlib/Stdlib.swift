/// The Lua library that ships with the product: modules, recipes, fixtures and templates.
///
/// Its files are part of the binary. While they are being written, the environment variable
/// `GHLUA_STDLIB` can name a folder to read instead.
public enum Stdlib {
  /// A file of the library.
  public struct File: Sendable, Hashable {
    /// What messages call the file: `stdlib/ghl/users.lua`, or its path in the folder.
    public let name: String
    public let source: String
  }

  /// Something the library may have, by its name.
  public enum Item: Sendable, Hashable {
    /// As `require` takes it: `text`, `ghl.users`.
    case module(String)
    /// Without the ending: `move-user`.
    case recipe(String)
    /// Without the ending, which is `.lua` or `.json`: `small-company`.
    case fixture(String)
    /// With the ending: `recipe.lua`.
    case template(String)
    /// The tutorial, which is Markdown.
    case tutorial
  }

  public enum Kind: Sendable, Hashable, CaseIterable {
    case module
    case recipe
    case fixture
    case template
  }

  /// The file of that name; nil when the library has none.
  /// - Parameter folder: where to read from; nil for the binary's own files.
  public static func source(of item: Item, in folder: String? = chosenFolder) -> File? {
    for path in item.paths {
      guard let source = folder.map({ text(of: path, in: $0) }) ?? embedded[path] else { continue }
      return File(name: "\(folder ?? "stdlib")/\(path)", source: source)
    }
    return nil
  }

  /// The names of everything of a kind, sorted, as `Item` takes them.
  /// - Parameter folder: where to look; nil for the binary's own files.
  public static func names(of kind: Kind, in folder: String? = chosenFolder) -> [String] {
    let paths = folder.map(paths(in:)) ?? embeddedFiles.map(\.path)
    // A fixture may be there with both endings; it has one name.
    return Set(paths.compactMap { name(of: kind, at: $0) }).sorted()
  }

  private static let embedded = Dictionary(
    uniqueKeysWithValues: embeddedFiles.map { ($0.path, $0.text) })
}
