import HighLevel
import JSON
import Synchronization

/// Lists of users with the plan's changes merged in.
extension Overlay {
  /// Answers a search or list when something was written.
  func merged(_ request: Request) async throws(ServiceError) -> JSONValue {
    switch request.operation {
    case .usersFilterByEmail: try await filteredByEmail(request)
    case .usersByLocation: try await listed(request)
    case .usersSearch: try await searched(request)
    default: try await source.read(request)
    }
  }

  /// `users.by_location`, which has no pages.
  private func listed(_ request: Request) async throws(ServiceError) -> JSONValue {
    let answer = try await source.read(request)
    let touched = state.withLock { $0.touchedUsers }
    let ids = Set(touched.map(\.id))
    var users = (answer["users"]?.array ?? []).compactMap(\.object)
      .filter { !ids.contains($0.text("id")) }
    let location = request.fields.text("locationId")
    users += touched.compactMap(\.current).filter { User($0).locationIds.contains(location) }
      .map(UserRules.listed)
    var result = answer.object ?? [:]
    result["users"] = .array(UserOrder().sorted(users).map { .object($0) })
    return .object(result)
  }

  /// `users.search`: the touched users are taken out of the source's answer and put in again where
  /// they belong now.
  private func searched(_ request: Request) async throws(ServiceError) -> JSONValue {
    let filter = UserFilter(searchFields: request.fields)
    let changes = state.withLock { $0.changes(of: request.fields) }
    var merge = SearchMerge(filter: filter, changes: changes)
    if merge.isEmpty {
      let answer = try await source.read(request)
      if !merge.isSurprised(by: answer["users"]?.array ?? []) { return answer }
    }
    if !filter.isExact { reads.noteApproximate(request) }
    var answer: JSONValue = .null
    repeat {
      var part = request
      part.fields["skip"] = .string("\(merge.next)")
      part.fields["limit"] = .string("\(Page.largestLimit)")
      answer = try await source.read(part)
      merge.take(answer["users"]?.array?.compactMap(\.object) ?? [], of: answer.total)
    } while !merge.isComplete
    if merge.isRough { reads.noteApproximate(request) }
    var result = answer.object ?? [:]
    result["users"] = .array(merge.users.map { .object($0) })
    result["count"] = .integer(Int64(merge.count))
    return .object(result)
  }
}
