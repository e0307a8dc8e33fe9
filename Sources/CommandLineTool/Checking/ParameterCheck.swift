import Diagnostics
import Engine
import LuaSyntax

/// What `run` asks its arguments for, held against what the header declares.
enum ParameterCheck {
  static func findings(in inspection: Inspection) -> [Finding] {
    guard let recipe = inspection.recipe, recipe.isDeclared, inspection.run != nil else {
      return []
    }
    guard let args = inspection.parameter(0) else {
      return recipe.parameters.map { unused($0, inspection) }
    }
    let reads = Reads(of: args, in: inspection.tree)
    var findings = unknown(reads, recipe.parameters, "parameter", inspection)
    if !reads.escapes {
      findings += recipe.parameters.filter { !reads.has($0.name) }.map { unused($0, inspection) }
    }
    for table in recipe.parameters where table.type == .rows {
      findings += columns(of: table, args, inspection)
    }
    return findings
  }

  private static func unknown(
    _ reads: Reads, _ declared: [Parameter], _ what: String, _ inspection: Inspection
  ) -> [Finding] {
    let names = declared.map(\.name)
    return reads.fields.filter { !names.contains($0.text) }.map { field in
      inspection.finding(
        .unknownParameter, "the header declares no \(what) '\(field.text)'",
        hint: Suggestion.hint(for: field.text, in: names), at: field.place)
    }
  }

  private static func unused(
    _ parameter: Parameter, _ inspection: Inspection, what: String = "parameter"
  ) -> Finding {
    let words = inspection.tree.stringPlaces(of: parameter.name, line: parameter.line)
    return inspection.finding(
      .unusedParameter, "the \(what) '\(parameter.name)' is declared and never read",
      at: words ?? inspection.file.place(line: parameter.line, column: 1))
  }

  /// The columns that a function given to `ctx.each_row(args.table, …)` reads.
  private static func columns(
    of table: Parameter, _ args: Int, _ inspection: Inspection
  ) -> [Finding] {
    let tree = inspection.tree
    var bodies: [FunctionBody] = []
    var otherUses = 0
    tree.block.walk { expression in
      if expression.isField(table.name, of: args, in: tree) { otherUses += 1 }
      guard case .call(let callee, let arguments) = expression.kind, arguments.count == 2,
        callee.path?.last == "each_row", arguments[0].isField(table.name, of: args, in: tree),
        let body = tree.function(of: arguments[1])
      else { return }
      bodies.append(body)
    }
    guard !bodies.isEmpty, bodies.count == otherUses else { return [] }
    let reads = bodies.map { body in
      body.parameters.first.flatMap { tree.variable(at: $0.place) }
        .map { Reads(of: $0, in: tree) } ?? Reads()
    }
    var findings = reads.flatMap { unknown($0, table.columns, "column", inspection) }
    if !reads.contains(where: \.escapes) {
      findings += table.columns.filter { column in !reads.contains { $0.has(column.name) } }
        .map { unused($0, inspection, what: "column") }
    }
    return findings
  }
}

/// Which fields of a variable's table are read.
private struct Reads {
  private(set) var fields: [(text: String, place: CodePlace)] = []
  /// Whether the table is also used as a whole, or by names that are only known as it runs.
  private(set) var escapes = false

  /// Nothing is read.
  init() {}

  init(of variable: Int, in tree: LuaFile) {
    var found: [(text: String, place: CodePlace)] = []
    var known: Set<Int> = []
    tree.block.walk { expression in
      guard case .index(let base, let key) = expression.kind, tree.variable(of: base) == variable,
        let name = key.text
      else { return }
      found.append((name, key.place))
      known.insert(base.place.bytes.lowerBound)
    }
    fields = found
    let uses = tree.variables[variable].reads
    escapes = uses.contains { !known.contains($0.bytes.lowerBound) }
  }

  func has(_ name: String) -> Bool { fields.contains { $0.text == name } }
}

extension Expression {
  fileprivate func isField(_ name: String, of variable: Int, in tree: LuaFile) -> Bool {
    guard case .index(let base, let key) = kind else { return false }
    return tree.variable(of: base) == variable && key.text == name
  }
}

extension LuaFile {
  /// Where a text stands in quotes on a line.
  fileprivate func stringPlaces(of text: String, line: Int) -> CodePlace? {
    var found: CodePlace?
    block.walk { expression in
      if found == nil, expression.place.line == line, expression.text == text {
        found = expression.place
      }
    }
    return found
  }
}
