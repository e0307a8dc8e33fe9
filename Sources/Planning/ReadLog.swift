import HighLevel
import JSON
import Synchronization

/// What a plan read from its source: what the recipe decided on.
///
/// Only digests are kept, of a record and of each record in a list; a read that was made before is
/// not taken down again, because the source does not change while planning.
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
