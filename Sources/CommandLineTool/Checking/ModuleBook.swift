import Engine
import LuaSyntax
import Stdlib

/// The modules that a recipe can require: shipped ones, and files beside it.
final class ModuleBook {
  private let recipe: RecipeFile
  private let finder: RecipeFinder
  private var traced: [String: TracedModule?] = [:]

  init(for recipe: RecipeFile, finder: RecipeFinder) {
    (self.recipe, self.finder) = (recipe, finder)
  }

  /// What recipes may require of the library.
  static let shippedNames = Stdlib.names(of: .module).filter {
    !ModuleLoader.internalModules.contains($0)
  }

  /// The module of that name, read; nil when there is none, or it is no Lua.
  func module(_ name: String) -> TracedModule? {
    if let known = traced[name] { return known }
    traced[name] = .some(nil)
    let source = Stdlib.source(of: .module(name))?.source ?? file(name)?.source
    let module = source.flatMap { try? LuaFile($0) }.map(TracedModule.init)
    traced[name] = .some(module)
    return module
  }

  /// The file beside the recipe that a name means; nil for shipped modules.
  func file(_ name: String) -> RecipeFile? {
    guard let folder = recipe.folder, Stdlib.source(of: .module(name)) == nil,
      !name.contains("/"), !name.contains("..")
    else { return nil }
    let path = name.split(separator: ".").joined(separator: "/") + ".lua"
    guard var found = try? finder.file(at: folder == "." ? path : "\(folder)/\(path)") else {
      return nil
    }
    found.displayName = path
    return found
  }
}
