import HighLevel
import JSON
import Synchronization

/// The source of a plan's reads, with a log of what it gave.
final class RecordingSource: ReadBackend {
  let source: any ReadBackend
  private let log: ReadLog
  /// Users read lately: most updates follow a look at the same user, and the source holds still.
  private let recent = Mutex<[String: JSONValue]>([:])
  private static let mostRecent = 128

  init(source: any ReadBackend, log: ReadLog) {
    self.source = source
    self.log = log
  }

  func read(_ request: Request) async throws(ServiceError) -> JSONValue {
    do throws(ServiceError) {
      let answer = try await source.read(request)
      if request.operation != .usersGet {
        log.note(request, answer)
      } else if isNew(request.id, answer) {
        log.note(request, answer)
      }
      return answer
    } catch {
      if error.kind == .notFound, request.operation.takesID { log.noteAbsent(request) }
      throw error
    }
  }

  /// A user without the id of the exchange that brought it; asks the source only for one that was not
  /// read lately.
  func user(_ id: String) async throws(ServiceError) -> JSONObject {
    let known = recent.withLock { $0[id] }
    let answer = if let known { known } else { try await read(Request(.usersGet, id: id)) }
    guard var record = HighLevel.Operation.usersGet.record(in: answer).object else {
      throw .unknownUser
    }
    record["traceId"] = nil
    return record
  }

  /// Remembers a user; false when it was remembered already, and so is in the log too.
  private func isNew(_ id: String, _ answer: JSONValue) -> Bool {
    recent.withLock { recent in
      if recent[id] != nil { return false }
      if recent.count >= Self.mostRecent { recent.removeAll(keepingCapacity: true) }
      recent[id] = answer
      return true
    }
  }
}
