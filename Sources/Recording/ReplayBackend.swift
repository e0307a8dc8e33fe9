public import Diagnostics
import Files
public import HighLevel
public import JSON
import Synchronization

/// Answers reads from a recording, and never from anywhere else.
///
/// A request that was made several times gets its answers in their order, the last one again and
/// again. One that was never made is an error that names it and the nearest that was.
public final class ReplayBackend: ReadBackend {
  /// The largest recording that is read, in bytes.
  private static let largest = 1 << 30

  public let manifest: RecordingManifest
  private let known: [JSONValue]
  private let answers: Mutex<[JSONValue: ArraySlice<Result<JSONValue, ServiceError>>]>

  /// Reads a recording. Throws with code `input-invalid` for a folder that holds none.
  public init(_ folder: String) throws(Problem) {
    let path = "\(folder)/\(RecordingManifest.manifestFile)"
    guard let text = try PrivateFile.read(path) else {
      throw Problem(
        .inputInvalid, "there is no recording in '\(folder)'",
        hint: "'ghlua run … --record \(folder)' makes one")
    }
    guard let json = try? JSONValue(parsing: text), let manifest = RecordingManifest(json) else {
      throw Problem(
        .inputInvalid, "'\(path)' is not of a recording that this version can read",
        hint: "record it anew")
    }
    self.manifest = manifest
    var answers: [JSONValue: ArraySlice<Result<JSONValue, ServiceError>>] = [:]
    var known: [JSONValue] = []
    for exchange in try Self.exchanges(folder) {
      if answers[exchange.request] == nil { known.append(exchange.request) }
      answers[exchange.request, default: []].append(exchange.result)
    }
    self.known = known
    self.answers = Mutex(answers)
  }

  private static func exchanges(_ folder: String) throws(Problem) -> [RecordedExchange] {
    let path = "\(folder)/\(RecordingManifest.exchangesFile)"
    let text = try PrivateFile.read(path, limit: largest) ?? ""
    var exchanges: [RecordedExchange] = []
    for (index, line) in text.split(separator: "\n").enumerated() {
      guard let json = try? JSONValue(parsing: Array(line.utf8)),
        let exchange = RecordedExchange(json)
      else {
        throw Problem(
          .inputInvalid, "a line of the recording cannot be read", hint: "record it anew",
          at: Place(path, line: index + 1))
      }
      exchanges.append(exchange)
    }
    return exchanges
  }

  public func read(_ request: Request) async throws(ServiceError) -> JSONValue {
    let key = request.recorded
    let found = answers.withLock { answers -> Result<JSONValue, ServiceError>? in
      guard var waiting = answers[key], let next = waiting.first else { return nil }
      if waiting.count > 1 {
        waiting.removeFirst()
        answers[key] = waiting
      }
      return next
    }
    guard let found else { throw missing(key) }
    return try found.get()
  }

  private func missing(_ request: JSONValue) -> ServiceError {
    let nearest = known.max { Self.likeness($0, request) < Self.likeness($1, request) }
    let hint =
      nearest.map { "; the nearest it holds is \(Self.words($0))" } ?? "; it holds none at all"
    return ServiceError(
      kind: .unknown, status: 0,
      message: "The recording holds no answer to \(Self.words(request))\(hint).")
  }

  /// How much two requests have in common.
  private static func likeness(_ left: JSONValue, _ right: JSONValue) -> Int {
    guard left["operation"] == right["operation"] else { return 0 }
    let fields = right["fields"]?.object ?? [:]
    let same = fields.filter { left["fields"]?[$0.key] == $0.value }.count
    return 2 + (left["id"] == right["id"] ? 1 : 0) + same
  }

  /// `users.search {"companyId":"…"}`
  private static func words(_ request: JSONValue) -> String {
    let id = request["id"]?.string ?? ""
    let fields = request["fields"]?.object ?? [:]
    let parts = [
      request["operation"]?.string ?? "", id.isEmpty ? nil : id,
      fields.isEmpty ? nil : String(JSONValue.object(fields).text().prefix(300)),
    ]
    return parts.compactMap(\.self).joined(separator: " ")
  }
}
