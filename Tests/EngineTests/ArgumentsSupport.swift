import Diagnostics
import Engine
import HighLevel
import JSON
import MockBackend
import Planning
import Synchronization

/// Files, standard input and environment that exist in memory only.
struct MemoryInput: InputSource {
  var files: [String: [UInt8]] = [:]
  var standardInput: [UInt8]?
  var environment: [String: String] = [:]

  init(_ files: [String: String] = [:], standardInput: String? = nil) {
    self.files = files.mapValues { Array($0.utf8) }
    self.standardInput = standardInput.map { Array($0.utf8) }
  }

  func readFile(_ path: String, limit: Int) throws(InputFault) -> [UInt8] {
    guard let bytes = files[path] else {
      throw .missing(nearest: Suggestion.nearest(to: path, in: files.keys))
    }
    return bytes
  }

  func readStandardInput(limit: Int) throws(InputFault) -> [UInt8] {
    guard let standardInput else { throw .closed }
    return standardInput
  }

  func environmentVariable(_ name: String) -> String? { environment[name] }
}

/// Counts what is asked of the stand-in.
final class CountingBackend: ReadBackend {
  private let service: MockService
  private let names = Mutex<[String]>([])

  init(_ service: MockService = MockService()) { self.service = service }

  /// The operations asked for, in their order.
  var calls: [String] { names.withLock { $0 } }

  func read(_ request: Request) async throws(ServiceError) -> JSONValue {
    names.withLock { $0.append(request.operation.name) }
    return try await service.read(request)
  }
}

/// A recipe's parameters and what they are read with.
struct Bench {
  var parameters: [Engine.Parameter]
  var input = MemoryInput()
  var backend = CountingBackend()
  let secrets = Secrets()
  var file: RecipeFile?
  var takesAnything = false

  init(_ parameters: Engine.Parameter...) { self.parameters = parameters }

  func read(_ raw: RawArguments) async throws(Problem) -> Arguments {
    let resolver = EntityResolver(backend: backend, companyId: DefaultCompany.id)
    let reader = ArgumentReader(
      parameters: parameters, recipe: "try-it", file: file, resolver: resolver, input: input,
      secrets: secrets, today: "2026-11-21", takesAnything: takesAnything)
    return try await reader.read(raw)
  }

  func read(_ words: String...) async throws(Problem) -> Arguments {
    try await read(RawArguments(words: words, parameters: parameters))
  }

  func read(named: JSONObject) async throws(Problem) -> Arguments {
    try await read(RawArguments(named: named))
  }

  /// All problems of a reading that must fail, as `message (hint)`.
  func faults(_ raw: RawArguments) async -> [String] {
    do throws(Problem) {
      _ = try await read(raw)
      return []
    } catch {
      return ([error] + error.others).map { $0.message + ($0.hint.map { " (\($0))" } ?? "") }
    }
  }

  func faults(_ words: String...) async -> [String] {
    await faults(RawArguments(words: words, parameters: parameters))
  }

  func faults(named: JSONObject) async -> [String] { await faults(RawArguments(named: named)) }

  /// The problem of a reading that must fail.
  func problem(_ words: String...) async -> Problem? {
    do throws(Problem) {
      _ = try await read(RawArguments(words: words, parameters: parameters))
      return nil
    } catch {
      return error
    }
  }
}
