import ArgumentParser
import Diagnostics
import Engine
import JSON
import LuaRuntime
import LuaSyntax

/// `ghlua check`: what is wrong with recipes, without running them for real.
struct CheckCommand: ParsableCommand, LongCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Check recipes: their headers, their code, and what their tests leave out.",
    discussion: """
      Looks at those given, or at all in ./recipes, and at the files beside them that they require. \
      Every finding names its rule; 'ghlua docs check' explains them. A comment \
      '-- check: allow RULE' on the line, or on the one above, allows an exception. Errors end with \
      exit code 10; with --strict warnings do too.

      Examples:
        ghlua check
        ghlua check recipes/move.lua --fix
        ghlua check --sarif check.sarif
      """)

  @Argument(help: "Recipes: files or names.") var recipes: [String] = []
  @Flag(help: "All shipped recipes.") var shipped = false
  @Flag(help: "Mend what can be mended without any doubt, and say what was.") var fix = false
  @Flag(help: "Warnings are as bad as errors.") var strict = false
  @Option(
    help: ArgumentHelp(
      "Write the findings as SARIF 2.1.0; - for standard output.", valueName: "file"))
  var sarif: String?
  @Flag(
    inversion: .prefixedNo, help: "Run tests in a process without secrets, network and files.")
  var isolate = false
  @OptionGroup(title: "Output") var flags: OutputFlags

  func perform(in world: World, _ output: Output) async throws(Problem) -> Int32 {
    let finder = RecipeFinder(world)
    let checker = Checker(world, isolation: isolate ? .worker(.shared) : .none)
    var looks: [CheckedFile] = []
    for name in try RecipeFinder.named(recipes, shipped: shipped, to: "check") {
      looks.append(try await look(at: name, finder, checker, output))
    }
    if let sarif { try write(looks, to: sarif, output) }
    if output.json {
      output.print(Self.object(looks, isStrict: strict))
    } else if sarif != "-" {
      print(looks, output)
    }
    return output.end(Self.problem(looks, isStrict: strict))
  }

  private func look(
    at name: String, _ finder: RecipeFinder, _ checker: Checker, _ output: Output
  ) async throws(Problem) -> CheckedFile {
    let file = try finder.file(name)
    var (findings, files) = await checker.check(file)
    var fixed: [String] = []
    // A fix can bring others into reach; each round has fewer left.
    for _ in 0..<5 where fix && !file.isShipped {
      let done = try Self.mend(files, findings)
      guard !done.isEmpty else { break }
      fixed += done
      (findings, files) = await checker.check(try finder.file(name))
    }
    return CheckedFile(name: name, files: files, findings: findings, fixed: fixed)
  }

  /// Writes the files that can be mended; what was done.
  private static func mend(_ files: [RecipeFile], _ findings: [Finding]) throws(Problem) -> [String]
  {
    var done: [String] = []
    for file in files {
      guard let (source, texts) = Fixer.fixed(file, findings) else { continue }
      guard Fixer.write(source, to: file.name) else {
        throw Problem(
          .error, "\(file.name) cannot be written to", hint: "check who owns it and its folder")
      }
      done += texts
    }
    return done
  }

  private func write(
    _ looks: [CheckedFile], to path: String, _ output: Output
  ) throws(Problem) {
    let report = SARIFReport(findings: looks.flatMap(\.findings), files: looks.flatMap(\.files))
    guard path != "-" else { return output.print(report.json) }
    try ReportFile.write(JSONValue.object(report.json).text(pretty: true) + "\n", to: path)
  }

  private func print(_ looks: [CheckedFile], _ output: Output) {
    let renderer = CheckRenderer(style: output.style)
    for look in looks {
      for text in look.fixed { output.print("fixed: \(text.printable)") }
      for finding in look.findings { output.print(renderer.text(finding)) }
      if look.findings.isEmpty { output.print("\(look.name.printable): ok") }
    }
    let findings = looks.flatMap(\.findings)
    guard !findings.isEmpty else { return }
    output.print("\n" + renderer.summary(findings, files: looks.flatMap(\.files).count))
    let fixable = looks.filter { $0.isFixable && !fix }
    if !fixable.isEmpty {
      let names = fixable.map(\.name).joined(separator: " ")
      output.note("next: ghlua check \(names) --fix mends some of it")
    }
  }

  private static func problem(_ looks: [CheckedFile], isStrict: Bool) -> Problem? {
    let findings = looks.flatMap(\.findings)
    let count = isStrict ? findings.count : findings.errors
    guard count > 0,
      let first = findings.first(where: { isStrict || $0.rule.level == .error })
    else { return nil }
    let place = first.place.map { Place(first.file, line: $0.line, column: first.column) }
    return Problem(
      .recipeInvalid,
      count == 1 ? first.message : "\(count.grouped) findings, the first: \(first.message)",
      hint: first.hint ?? first.rule.remedy.filter { $0 != "`" }, at: place ?? Place(first.file))
  }

  private static func object(_ looks: [CheckedFile], isStrict: Bool) -> JSONObject {
    let findings = looks.flatMap(\.findings)
    let problem = problem(looks, isStrict: isStrict)
    return [
      "schema": "ghlua.check/2", "ok": .bool(problem == nil),
      "errors": .integer(Int64(findings.errors)), "warnings": .integer(Int64(findings.warnings)),
      "files": .array(looks.map(\.json)),
    ]
  }
}

/// A recipe that was looked at, with the files it requires.
private struct CheckedFile {
  var name: String
  var files: [RecipeFile]
  var findings: [Finding]
  /// What `--fix` did.
  var fixed: [String]

  var isFixable: Bool {
    files.first?.isShipped == false && findings.contains { $0.fix != nil }
  }

  var json: JSONValue {
    [
      "file": .string(name), "ok": .bool(findings.errors == 0),
      "findings": .array(findings.map(\.json)), "fixed": .strings(fixed),
    ]
  }
}

extension Finding {
  fileprivate var json: JSONValue {
    var object: JSONObject = [
      "rule": .string(rule.rawValue), "level": .string(rule.level.rawValue),
      "message": .string(message), "hint": .string(hint ?? rule.remedy.filter { $0 != "`" }),
      "file": .string(file), "line": place.map { .integer(Int64($0.line)) } ?? .null,
      "column": place == nil ? .null : .integer(Int64(column)), "fixable": .bool(fix != nil),
    ]
    if let end {
      object["end_line"] = .integer(Int64(end.line))
      object["end_column"] = .integer(Int64(end.column))
    }
    return .object(object)
  }
}
