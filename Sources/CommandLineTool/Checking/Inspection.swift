import Engine
import LuaSyntax

/// A file that is looked at, and what the rules want to know of it.
struct Inspection {
  enum Kind { case recipe, module, script }

  let file: RecipeFile
  let tree: LuaFile
  let kind: Kind
  /// The header; nil when it does not fit, and for modules.
  let recipe: Recipe?
  /// The table that `recipe` is given.
  let header: [TableItem]
  /// The function that runs, and the variables of its parameters.
  let run: FunctionBody?

  init(_ file: RecipeFile, _ tree: LuaFile, kind: Kind, recipe: Recipe?) {
    self.file = file
    self.tree = tree
    self.kind = kind
    self.recipe = recipe
    header = Self.header(of: tree)
    run = header.first { $0.key?.text == "run" }.flatMap { tree.function(of: $0.value) }
  }

  /// The variable of the first or second parameter of `run`: `args` and `ctx`.
  func parameter(_ index: Int) -> Int? {
    guard let run, index < run.parameters.count else { return nil }
    return tree.variable(at: run.parameters[index].place)
  }

  /// The elements of a list in the header.
  func list(_ name: String) -> [Expression] {
    guard case .table(let items) = header.first(where: { $0.key?.text == name })?.value.kind else {
      return []
    }
    return items.filter { $0.key == nil }.map(\.value)
  }

  func finding(
    _ rule: CheckRule, _ message: String, hint: String? = nil, at place: CodePlace?,
    fix: Finding.Fix? = nil
  ) -> Finding {
    Finding(
      rule: rule, message: message, hint: hint, file: file.name, place: place,
      source: place.flatMap { file.line($0.line) }, fix: fix)
  }

  private static func header(of tree: LuaFile) -> [TableItem] {
    var found: [TableItem] = []
    tree.block.walk { expression in
      guard found.isEmpty, case .call(let callee, let arguments) = expression.kind,
        callee.name == "recipe", tree.variable(of: callee) == nil, let argument = arguments.first,
        case .table(let items) = argument.kind
      else { return }
      found = items
    }
    return found
  }
}

extension LuaFile {
  /// The function that an expression is, or that the local of that name holds.
  func function(of expression: Expression) -> FunctionBody? {
    if case .function(let body) = expression.kind { return body }
    guard let variable = variable(of: expression) else { return nil }
    var found: FunctionBody?
    block.walkStatements { statement in
      switch statement.kind {
      case .localFunction(let name, let body) where self.variable(at: name.place) == variable:
        found = body
      case .local(let names, let values):
        for (name, value) in zip(names, values) where self.variable(at: name.place) == variable {
          if case .function(let body) = value.kind { found = body }
        }
      default: break
      }
    }
    return found
  }
}
