import HighLevel
import JSON
import MockBackend
import Planning
import Synchronization

/// Names of locations, known from the start or learnt from the answers that pass by.
final class LocationBook: Sendable {
  /// So many are asked for one by one; a longer plan shows the ids of the rest.
  private static let mostLookups = 25

  private let names: Mutex<[String: String]>

  init(_ names: [String: String] = [:]) { self.names = Mutex(names) }

  convenience init(_ state: MockState) {
    self.init()
    note(state.locations)
  }

  var all: [String: String] { names.withLock(\.self) }

  /// Takes down the names in an answer of `locations.search` or `locations.get`.
  func note(_ answer: JSONValue, of operation: HighLevel.Operation) {
    guard operation.resource == "locations" else { return }
    let record = operation.takesID ? Location(answer: answer).map { [$0.fields] } : nil
    note(record ?? (answer["locations"]?.array ?? []).compactMap(\.object))
  }

  private func note(_ records: [JSONObject]) {
    names.withLock { names in
      for location in records.map(Location.init) where !location.name.isEmpty {
        names[location.id] = location.name
      }
    }
  }

  /// Asks for the names that are missing.
  func learn(_ ids: Set<String>, from reader: any ReadBackend) async {
    let missing = ids.subtracting(all.keys).sorted()
    for id in missing.prefix(Self.mostLookups) {
      do throws(ServiceError) {
        let request = Request(.locationsGet, id: id)
        note(try await reader.read(request), of: request.operation)
      } catch {
        // Without the scope for one there is none for the others either.
        if error.kind != .notFound { return }
      }
    }
  }

  /// The locations that the changes of a plan name.
  static func ids(in plan: Plan) -> Set<String> {
    var ids: Set<String> = []
    for change in plan.operations.flatMap(\.diff) {
      for value in [change.before, change.after].compactMap(\.self) {
        switch change.path.split(separator: "/").last {
        case "locationIds": ids.formUnion(value.strings ?? [])
        case "lcPhone", "twilioPhone": ids.formUnion(value.object?.keys ?? [])
        default: break
        }
      }
    }
    return ids
  }
}

/// Passes reads on, and takes down the names of locations and people in the answers.
struct NotingReader: ReadBackend {
  let source: any ReadBackend
  let names: LocationBook
  var seen: IndexBook?

  func read(_ request: Request) async throws(ServiceError) -> JSONValue {
    let answer = try await source.read(request)
    names.note(answer, of: request.operation)
    seen?.note(answer, of: request.operation)
    return answer
  }
}
