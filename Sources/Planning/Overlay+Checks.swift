import HighLevel
import JSON
import Synchronization

/// What the service looks up before it takes a write. A token that may not look leaves a note in
/// the plan: then only the apply can tell.
extension Overlay {
  /// Whether a living user has that address.
  func isTaken(email: String, companyId: String?) async throws(ServiceError) -> Bool {
    let mine = state.withLock { $0.entries(email: email) }
    if mine.contains(where: { $0.current != nil }) { return true }
    let gone = Set(mine.compactMap { $0.original?.text("id") })
    var request = Request(.usersFilterByEmail, fields: ["emails": .string(email)])
    if let companyId { request.fields["companyId"] = .string(companyId) }
    guard let answer = try await permitted(request, else: "whether the e-mail addresses are free")
    else { return false }
    let isTaken = (answer["users"]?.array ?? []).contains { !gone.contains($0["id"]?.string ?? "") }
    // A recipe may go on after the service's no; then the plan counts on it.
    if isTaken { reads.note(request, answer) }
    return isTaken
  }

  /// Which of the locations do not exist; each is looked up once.
  func unknownLocations(_ ids: [String]) async throws(ServiceError) -> [String] {
    var unknown: [String] = []
    for id in ids where !(checks.withLock { $0.locations.contains(id) }) {
      do throws(ServiceError) {
        let request = Request(.locationsGet, id: id)
        _ = try await permitted(request, else: "whether the locations exist")
        checks.withLock { _ = $0.locations.insert(id) }
      } catch {
        guard error.kind == .notFound else { throw error }
        reads.noteAbsent(Request(.locationsGet, id: id))
        unknown.append(id)
      }
    }
    return unknown
  }

  /// What planning could not check, in sentences, sorted.
  public var unchecked: [String] { checks.withLock { $0.notes.sorted() } }

  /// The source's answer; nil, and a note, when the token may not ask. Not taken down as a read of the
  /// recipe: what it says yes to is checked again with each operation.
  private func permitted(
    _ request: Request, else note: String
  ) async throws(ServiceError) -> JSONValue? {
    do throws(ServiceError) {
      return try await source.source.read(request)
    } catch {
      guard [.missingScope, .wrongLocation, .forbidden].contains(error.kind) else { throw error }
      checks.withLock { _ = $0.notes.insert(note) }
      return nil
    }
  }
}

/// What was looked up so far.
struct OverlayChecks {
  var locations: Set<String> = []
  var notes: Set<String> = []
}
