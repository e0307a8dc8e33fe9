import Engine
import FoundationEssentials
import HighLevel
import Synchronization
import Testing

@testable import CommandLineTool

/// Tests that change the working directory, so that none runs beside another.
@Suite(.serialized) enum CommandTests {}

/// What a command printed, and how it ended.
struct Ended {
  var code: Int32
  var output: String
  var errors: String

  /// The last line on standard error, which programs read.
  var lastLine: String { errors.split(separator: "\n").last.map(String.init) ?? "" }
}

/// An empty folder to run commands in, and the world they see.
struct Sandbox: ~Copyable {
  let folder: String
  var standardInput: String?
  var environment = ["GHLUA_NOW": "2026-01-05T12:00:00.000Z"]
  /// Whether a person sits at a terminal, and what they answer.
  var answer: String?
  var isTerminal = false
  /// The lines of standard input, for commands that read one after another.
  var lines: [String]?
  /// The keys of the terminal.
  var keyboard: TestKeyboard?
  /// The time by which runs are named: each command comes a second after the one before it.
  private let commands = Atomic(0)

  init() throws {
    folder = try Self.makeFolder()
    environment["GHLUA_RUNS_DIR"] = "\(folder)-runs"
  }

  private static func makeFolder() throws -> String {
    let name = "ghlua-\(UInt64.random(in: 0 ... .max))"
    let url = FileManager.default.temporaryDirectory.appending(path: name)
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    try #require(FileManager.default.changeCurrentDirectoryPath(url.path))
    return url.path
  }

  deinit {
    _ = FileManager.default.changeCurrentDirectoryPath("/")
    try? FileManager.default.removeItem(atPath: folder)
    try? FileManager.default.removeItem(atPath: "\(folder)-runs")
  }

  func write(_ text: String, to name: String) throws { try write(Array(text.utf8), to: name) }

  func write(_ bytes: [UInt8], to name: String) throws {
    let url = URL(filePath: "\(folder)/\(name)")
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(bytes).write(to: url)
  }

  func text(of name: String) throws -> String {
    try String(contentsOf: URL(filePath: "\(folder)/\(name)"), encoding: .utf8)
  }

  func run(_ words: String...) async -> Ended { await run(words) }

  func run(_ words: [String]) async -> Ended {
    let (output, errors) = (Sink(), Sink())
    let (answer, keyboard) = (answer, keyboard)
    let lines = lines.map(Lines.init)
    let count = commands.wrappingAdd(1, ordering: .relaxed).newValue
    let now = Timestamp(milliseconds: 1_767_614_400_000 + Int64(count) * 1000)
    var world = World(
      arguments: words, environment: environment,
      input: TestInput(text: standardInput, environment: environment),
      writeOutput: { text in
        output.append(text)
        keyboard?.see(text)
      }, writeError: errors.append,
      clock: { now }, readAnswer: { lines?.next() ?? answer }, keyboard: { keyboard })
    (world.inputIsTerminal, world.errorIsTerminal) = (isTerminal, isTerminal)
    if keyboard != nil { (world.inputIsTerminal, world.outputIsTerminal) = (true, true) }
    let code = await CommandLineTool.runAsynchronously(in: world)
    return Ended(code: code, output: output.text, errors: errors.text)
  }
}

/// Lines that are read one after another.
final class Lines: Sendable {
  private let rest: Mutex<ArraySlice<String>>

  init(_ lines: [String]) { rest = Mutex(lines[...]) }

  func next() -> String? { rest.withLock { $0.popFirst() } }
}

/// Keeps what is written.
final class Sink: Sendable {
  private let content = Mutex("")

  var text: String { content.withLock { $0 } }

  func append(_ text: String) { content.withLock { $0 += text } }
}

/// Real files, and a standard input that must not be read unless the test gives one.
struct TestInput: InputSource {
  let text: String?
  let environment: [String: String]

  func readFile(_ path: String, limit: Int) throws(InputFault) -> [UInt8] {
    try SystemInput().readFile(path, limit: limit)
  }

  func readStandardInput(limit: Int) throws(InputFault) -> [UInt8] {
    guard let text else {
      Issue.record("standard input was read")
      throw .closed
    }
    return Array(text.utf8)
  }

  func environmentVariable(_ name: String) -> String? { environment[name] }
}
