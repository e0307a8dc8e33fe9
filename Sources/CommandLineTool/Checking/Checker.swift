import Diagnostics
import Engine
import LuaRuntime
import LuaSyntax

/// Looks at a recipe by all rules: its file, the files beside it that it requires, and its tests.
struct Checker {
  private let finder: RecipeFinder
  private let input: any InputSource
  private let isolation: LuaIsolation

  init(_ world: World, isolation: LuaIsolation = .none) {
    finder = RecipeFinder(world)
    input = world.input
    self.isolation = isolation
  }

  /// What is wrong with a recipe; the files that were looked at, the recipe's first.
  func check(_ file: RecipeFile) async -> (findings: [Finding], files: [RecipeFile]) {
    let loaded = await load(file)
    let tree: LuaFile
    do throws(LuaSyntaxError) {
      tree = try LuaFile(file.source)
    } catch {
      return (loaded.findings.isEmpty ? [Self.finding(error, in: file)] : loaded.findings, [file])
    }
    let book = ModuleBook(for: file, finder: finder)
    let isDeclared = loaded.recipe?.isDeclared ?? true
    let inspection = Inspection(
      file, tree, kind: isDeclared ? .recipe : .script, recipe: loaded.recipe)
    var findings = loaded.findings + Self.findings(in: inspection, book)
    var files = [file]
    for module in modules(of: tree, book) {
      files.append(module)
      findings += Self.findings(inModule: module, book)
    }
    if let recipe = loaded.recipe {
      findings += await TestCheck(input: input, isolation: isolation).findings(
        of: recipe, inspection)
    }
    let own = findings.filter { $0.file == file.name && !Self.isAllowed($0, by: tree, in: file) }
    return (own.inOrder + findings.filter { $0.file != file.name }, files)
  }

  // MARK: Parts

  private func load(_ file: RecipeFile) async -> (recipe: Recipe?, findings: [Finding]) {
    do throws(Problem) {
      return (try await RecipeLoader.load(file, withTests: true, isolation: isolation), [])
    } catch {
      return (nil, ([error] + error.others).map { Self.finding($0, in: file) })
    }
  }

  private static func findings(in inspection: Inspection, _ book: ModuleBook) -> [Finding] {
    let all =
      GlobalCheck.findings(in: inspection) + LocalCheck.findings(in: inspection)
      + ParameterCheck.findings(in: inspection) + CapabilityCheck.findings(in: inspection, book)
      + IdCheck.findings(in: inspection) + MetamethodCheck.findings(in: inspection)
      + FieldCheck.findings(in: inspection, book)
    return all.inOrder
  }

  private static func findings(inModule file: RecipeFile, _ book: ModuleBook) -> [Finding] {
    do throws(LuaSyntaxError) {
      let tree = try LuaFile(file.source)
      let inspection = Inspection(file, tree, kind: .module, recipe: nil)
      return findings(in: inspection, book).filter { !isAllowed($0, by: tree, in: file) }
    } catch {
      return [finding(error, in: file)]
    }
  }

  /// The files beside the recipe that it requires, and those that these require.
  private func modules(of tree: LuaFile, _ book: ModuleBook) -> [RecipeFile] {
    var seen: Set<String> = []
    var files: [RecipeFile] = []
    var waiting = tree.requiredModules
    while let name = waiting.popLast() {
      guard seen.insert(name).inserted, let file = book.file(name) else { continue }
      files.append(file)
      waiting += (try? LuaFile(file.source))?.requiredModules ?? []
    }
    return files.sorted { $0.name < $1.name }
  }

  private static func finding(_ error: LuaSyntaxError, in file: RecipeFile) -> Finding {
    Finding(
      rule: .syntax, message: error.message, file: file.name, place: error.place,
      source: file.line(error.place.line))
  }

  private static func finding(_ problem: Problem, in file: RecipeFile) -> Finding {
    let place = problem.place.flatMap { place in
      place.line.map { file.place(line: $0, column: place.column ?? 1) }
    }
    return Finding(
      rule: problem.isSyntax ? .syntax : .header, message: problem.message, hint: problem.hint,
      file: file.name, place: place, source: place.flatMap { file.line($0.line) })
  }

  // MARK: Exceptions

  /// Whether a comment `check: allow RULE` stands on the finding's line or alone on the one above.
  private static func isAllowed(
    _ finding: Finding, by tree: LuaFile, in file: RecipeFile
  ) -> Bool {
    guard finding.file == file.name, let line = finding.place?.line else { return false }
    return tree.comments.contains { comment in
      guard comment.place.line == line || comment.place.line == line - 1 else { return false }
      let words = comment.text.split { " ,:".contains($0) }.map(String.init)
      return words.starts(with: ["check", "allow"]) && words.contains(finding.rule.rawValue)
    }
  }
}

extension LuaFile {
  /// The names in all calls `require "name"`.
  fileprivate var requiredModules: [String] {
    var names: [String] = []
    block.walk { expression in
      if let name = expression.requiredModule { names.append(name) }
    }
    return names
  }
}

extension Problem {
  fileprivate var isSyntax: Bool { message.contains(" near ") }
}

extension RecipeFile {
  /// Where the first word of a line stands.
  func firstWord(of line: Int) -> CodePlace {
    let text = self.line(line) ?? ""
    return place(line: line, column: text.utf8.prefix { $0 == UInt8(ascii: " ") }.count + 1)
  }

  /// A line and column as a place.
  func place(line: Int, column: Int) -> CodePlace {
    let lines = source.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    let offset = lines.prefix(max(line - 1, 0)).reduce(0) { $0 + $1.count + 1 } + column - 1
    return CodePlace(line: line, column: column, bytes: offset..<offset)
  }
}
