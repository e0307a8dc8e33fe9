/// Where in the library each kind of file lies.
extension Stdlib {
  /// Folders that hold no modules; `meta` and `reference` are made from the rest, and `examples` are
  /// for people to read.
  static let specialFolders = [
    "recipes", "fixtures", "templates", "examples", "meta", "reference",
  ]

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
      // Every run asks for some modules, so this makes one string only.
      let dot = UInt8(ascii: "."), slash = UInt8(ascii: "/")
      let bytes = name.utf8.map { $0 == dot ? slash : $0 }
      let parts = bytes.split(separator: slash, omittingEmptySubsequences: false)
      let isModule =
        !name.utf8.contains(slash) && parts.allSatisfy { !$0.isEmpty && $0.allSatisfy(isPlain) }
        && !Stdlib.specialFolders.contains { parts[0].elementsEqual($0.utf8) }
      return isModule ? [String(decoding: bytes, as: UTF8.self) + ".lua"] : []
    case .recipe(let name): return isPlain(name) ? ["recipes/\(name).lua"] : []
    case .fixture(let name):
      return isPlain(name) ? ["fixtures/\(name).lua", "fixtures/\(name).json"] : []
    case .tutorial: return ["tutorial.md"]
    case .template(let name):
      return name.split(separator: ".", omittingEmptySubsequences: false).allSatisfy(isPlain)
        ? ["templates/\(name)"] : []
    }
  }

  private func isPlain(_ name: some StringProtocol) -> Bool {
    !name.isEmpty && name.utf8.allSatisfy(isPlain)
  }

  private func isPlain(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
      true
    default: false
    }
  }
}
