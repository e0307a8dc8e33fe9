import CSV
import Diagnostics
import Engine
import HighLevel
import JSON
import MockBackend
import Planning

/// One look at an input each.
enum Looks {
  /// What was read is written as it can be read again.
  static func json(_ bytes: [UInt8]) {
    guard let value = try? JSONValue(parsing: bytes) else { return }
    for text in [value.text(), value.text(pretty: true)] {
      precondition((try? JSONValue(parsing: text)) == value, "\(value) is read back otherwise")
    }
    let canonical = value.canonicalText()
    let again = try? JSONValue(parsing: canonical)
    precondition(again?.canonicalText() == canonical, "\(canonical) is not canonical")
  }

  static func csv(_ bytes: [UInt8]) {
    guard let table = try? CSVTable(parsing: bytes) else { return }
    let again = try? CSVTable(parsing: table.text)
    precondition(again?.header == table.header, "the header of \(table.text) is read otherwise")
    precondition(again?.rows.map(\.fields) == table.rows.map(\.fields), "\(table.text)")
  }

  /// Any text is a recipe or a problem that says where.
  static func header(_ bytes: [UInt8]) async {
    let file = RecipeFile(
      name: "fuzz.lua", displayName: "fuzz.lua", source: String(decoding: bytes, as: UTF8.self),
      folder: nil, isShipped: false)
    do throws(Problem) {
      let recipe = try await RecipeLoader.load(file, withTests: true)
      precondition(!recipe.name.isEmpty)
    } catch {
      precondition(error.code == .recipeInvalid && !error.message.isEmpty, "\(error)")
    }
  }

  /// Each line is a word; a first line that is a JSON object stands for `--input` too.
  static func arguments(_ bytes: [UInt8]) async {
    let words = String(decoding: bytes, as: UTF8.self)
      .split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    let company = MockService()
    var raw = RawArguments(words: words, parameters: parameters)
    if let json = words.first.flatMap({ try? JSONValue(parsing: $0) })?.object {
      raw.add(json, parameters: parameters)
    }
    let secrets = Secrets()
    let reader = ArgumentReader(
      parameters: parameters, recipe: "fuzz", file: nil,
      resolver: EntityResolver(backend: company, companyId: company.companyId),
      input: NoInput(), secrets: secrets, today: "2026-11-21")
    do throws(Problem) {
      let arguments = try await reader.read(raw)
      let recorded = JSONValue.object(arguments.recorded)
      precondition((try? JSONValue(parsing: recorded.text())) == recorded, "\(recorded)")
    } catch {
      precondition([.argumentsInvalid, .inputInvalid].contains(error.code), "\(error)")
      precondition(!error.message.isEmpty)
    }
  }

  /// One of each type, and the first words by position.
  private static let parameters = Parameter.ValueType.allCases.enumerated().map { index, type in
    Parameter(
      name: type.rawValue, type: type, position: index < 3 ? index + 1 : nil, optional: true,
      choices: type == .enum ? ["one", "two"] : [], maximum: 1000,
      columns: type == .rows
        ? [Parameter(name: "a", type: .string), Parameter(name: "b", type: .integer)] : [])
  }
}

/// No files, no standard input, no environment.
struct NoInput: InputSource {
  func readFile(_ path: String, limit: Int) throws(InputFault) -> [UInt8] { throw .closed }
  func readStandardInput(limit: Int) throws(InputFault) -> [UInt8] { throw .closed }
  func environmentVariable(_ name: String) -> String? { nil }
}
