/// Where in the library each kind of file lies.
extension Stdlib {
  /// Folders that hold no modules; `meta` is for editors only.
  private static let specialFolders = ["recipes", "fixtures", "templates", "meta"]

  /// The name a file has as an item of that kind; nil when it is of another kind.
  static func name(of kind: Kind, at path: String) -> String? {
    let parts = path.split(separator: "/").map(String.init)
    guard let folder = parts.first, let file = parts.last else { return nil }
    switch kind {
    case .module:
      guard !specialFolders.contains(folder), let stem = stem(path, [".lua"]) else { return nil }
      return stem.split(separator: "/").joined(separator: ".")
    case .recipe: return parts.count == 2 && folder == "recipes" ? stem(file, [".lua"]) : nil
    case .fixture:
      return parts.count == 2 && folder == "fixtures" ? stem(file, [".lua", ".json"]) : nil
    case .template: return parts.count == 2 && folder == "templates" ? file : nil
    }
  }

  private static func stem(_ file: String, _ endings: [String]) -> String? {
    guard let ending = endings.first(where: file.hasSuffix) else { return nil }
    return String(file.dropLast(ending.count))
  }
}

extension Stdlib.Item {
  /// The paths below the library's root that this item may have, best first.
  ///
  /// None for a name that no file of the library can have, so that no name leads out of the folder.
  var paths: [String] {
    switch self {
    case .module(let name):
      let parts = name.split(separator: ".", omittingEmptySubsequences: false)
      let path = parts.joined(separator: "/") + ".lua"
      let isModule = Stdlib.name(of: .module, at: path) == name
      return isModule && parts.allSatisfy(isPlain) ? [path] : []
    case .recipe(let name): return isPlain(name) ? ["recipes/\(name).lua"] : []
    case .fixture(let name):
      return isPlain(name) ? ["fixtures/\(name).lua", "fixtures/\(name).json"] : []
    case .template(let name):
      return name.split(separator: ".", omittingEmptySubsequences: false).allSatisfy(isPlain)
        ? ["templates/\(name)"] : []
    }
  }

  private func isPlain(_ name: some StringProtocol) -> Bool {
    !name.isEmpty
      && name.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
          UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
          true
        default: false
        }
      }
  }
}
