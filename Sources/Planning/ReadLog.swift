import HighLevel
public import JSON
import Synchronization

/// What a plan read from its source: what the recipe decided on.
///
/// Of records only a digest is kept, of lists the ids; a read that was made before is not taken
/// down again, because the source does not change while planning.
public final class ReadLog: Sendable {
  private struct State {
    var results: [String: (request: Request, result: ReadResult)] = [:]
    /// Answers whose digest is not computed yet; few, so that short runs never pay for digests and
    /// long ones hold no records.
    var waiting: [(request: Request, answer: JSONValue)] = []
    var approximate: Set<String> = []
  }

  private let state = Mutex(State())
  private static let mostWaiting = 64

  init() {}

  /// Takes down an answer.
  func note(_ request: Request, _ answer: JSONValue) {
    state.withLock { state in
      let key = Self.key(request)
      guard state.results[key] == nil else { return }
      state.results[key] = (request, .waiting)
      state.waiting.append((request, answer))
      if state.waiting.count >= Self.mostWaiting { Self.settle(&state) }
    }
  }

  /// Takes down that the record was not there.
  func noteAbsent(_ request: Request) {
    state.withLock { state in
      let key = Self.key(request)
      if state.results[key] == nil { state.results[key] = (request, .absent) }
    }
  }

  /// Marks a read whose answer could not be foretold exactly.
  func noteApproximate(_ request: Request) {
    state.withLock { _ = $0.approximate.insert(Self.key(request)) }
  }

  /// All reads, in an order that does not depend on the order in which they were made.
  public func all() -> [PlannedRead] {
    let (results, approximate) = state.withLock { state in
      Self.settle(&state)
      return (state.results, state.approximate)
    }
    return results.map { key, read in
      PlannedRead(
        operation: read.request.operation.name, id: read.request.id,
        fields: read.request.fields.sorted, result: read.result,
        isApproximate: approximate.contains(key))
    }
    .map { ($0, JSONValue.object($0.fields).canonicalText()) }
    .sorted { ($0.0.operation, $0.0.id, $0.1) < ($1.0.operation, $1.0.id, $1.1) }
    .map(\.0)
  }

  private static func settle(_ state: inout State) {
    for read in state.waiting {
      state.results[key(read.request)]?.result =
        ReadResult(of: read.request.operation, answer: read.answer)
    }
    state.waiting = []
  }

  /// The same text for equal requests only. Texts, as every program keys by them: a type of our own
  /// costs each start a search through all conformances there are.
  private static func key(_ request: Request) -> String {
    let call = request.operation.name + "/" + request.id
    return request.fields.isEmpty
      ? call : call + JSONValue.object(request.fields).canonicalText()
  }
}

/// One read of a plan and what it gave.
public struct PlannedRead: Sendable, Hashable {
  /// `users.search`
  public var operation: String
  /// The path's id; empty where the path has none.
  public var id: String
  public var fields: JSONObject
  public var result: ReadResult
  /// Whether the plan's own changes could be merged into the answer only roughly.
  public var isApproximate: Bool
}

/// What a read gave, as far as a plan remembers it.
public enum ReadResult: Sendable, Hashable {
  /// A record, as the fingerprint of its canonical JSON.
  case record(String)
  /// A list: how many, and the fingerprint of its ids in order.
  case list(count: Int, fingerprint: String)
  /// Nothing: the service knows no such record.
  case absent
  /// Not computed yet; never seen outside of the log.
  case waiting

  /// Members of a record that differ from one exchange to the next and mean nothing.
  private static func isVolatile(_ name: String) -> Bool {
    name == "traceId" || name == "dateUpdated"
  }

  /// The result that an answer stands for.
  init(of operation: HighLevel.Operation, answer: JSONValue) {
    if operation.takesID {
      let members = (operation.record(in: answer).object ?? [:]).filter {
        !Self.isVolatile($0.key)
      }
      self = .record(Fingerprint.of(.object(JSONObject(uniqueMembers: members))))
      return
    }
    let list = answer[operation.resource]?.array ?? []
    let ids = list.map { $0["id"] ?? .null }
    self = .list(count: ids.count, fingerprint: Fingerprint.of(.array(ids)))
  }
}
