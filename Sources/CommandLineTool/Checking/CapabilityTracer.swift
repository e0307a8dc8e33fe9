import HighLevel
import LuaSyntax

/// What code may ask the service for, found by following its calls into the library. Rather too much
/// than too little: which way a branch goes is not looked at.
struct CapabilityTracer {
  private let book: ModuleBook
  private var seen: Set<String> = []
  private(set) var found: Set<String> = []

  init(_ book: ModuleBook) { self.book = book }

  /// Follows everything that a file does.
  mutating func follow(_ module: TracedModule) {
    var uses: [Expression] = []
    module.tree.block.walk { uses.append($0) }
    for use in uses { follow(use, in: module, called: "") }
  }

  /// Follows a function of the library, or of a file beside the recipe; without a name, all of them.
  private mutating func follow(module name: String, _ function: String?) {
    guard seen.insert("\(name).\(function ?? "*")").inserted, let module = book.module(name) else {
      return
    }
    // A file beside the recipe may do things as it is loaded.
    guard let function, book.file(name) == nil else {
      for export in module.exports.keys.sorted() { follow(module: name, export) }
      if book.file(name) != nil { follow(module) }
      return
    }
    guard let export = module.exports[function] else { return }
    follow(all: export, in: module, called: name)
  }

  private mutating func follow(all expression: Expression, in module: TracedModule, called: String)
  {
    var uses: [Expression] = []
    expression.walk { uses.append($0) }
    for use in uses { follow(use, in: module, called: called) }
  }

  private mutating func follow(_ use: Expression, in module: TracedModule, called: String) {
    let tree = module.tree
    if let capability = use.capability(in: tree) { found.insert(capability) }
    if let variable = tree.variable(of: use) {
      if let alias = module.aliases[variable] { follow(module: alias.module, alias.name) }
      if let body = module.functions[variable],
        seen.insert("\(called)@\(body.place.bytes.lowerBound)").inserted
      {
        let function = Expression(kind: .function(body), place: body.place)
        follow(all: function, in: module, called: called)
      }
    }
    guard case .index(let base, let key) = use.kind, let name = key.text else { return }
    if let required = base.requiredModule {
      follow(module: required, name)
    } else if let variable = tree.variable(of: base), let required = module.modules[variable] {
      follow(module: required, name)
    } else if module.exports[name] != nil, tree.variable(of: base) != nil, !called.isEmpty {
      // `M.other` of the module itself.
      follow(module: called, name)
    }
  }
}

extension Expression {
  /// What the service's operation that this names needs: of `ghl.users.update`, `users.update`.
  func capability(in tree: LuaFile) -> String? {
    guard let path, path.count == 3, path[0] == "ghl", let root, tree.variable(of: root) == nil
    else { return nil }
    if path[1] == "users", ["each", "find"].contains(path[2]) { return "users.read" }
    return Operations.named("\(path[1]).\(path[2])")?.capability
  }
}
