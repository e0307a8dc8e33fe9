import HighLevel
import JSON

extension ReadBackend {
  /// The user's record; nil when there is none, or only a deleted one.
  func livingUser(_ id: String) async throws(ServiceError) -> JSONObject? {
    do throws(ServiceError) {
      let answer = try await read(Request(.usersGet, id: id))
      let record = Operation.usersGet.record(in: answer).object
      return record.flatMap { User($0).isDeleted ? nil : $0 }
    } catch {
      guard error.kind == .notFound else { throw error }
      return nil
    }
  }

  /// The living user with that e-mail; nil when there is none.
  ///
  /// A token that may not look for e-mails gets the search, which any token with the scope may use.
  func user(
    email: String, companyId: String, besides ids: Set<String>
  ) async throws(ServiceError) -> JSONObject? {
    let key = UserRules.emailKey(email)
    let found: JSONValue
    do throws(ServiceError) {
      found = try await read(
        Request(
          .usersFilterByEmail,
          fields: ["emails": .string(email), "companyId": .string(companyId)]))
    } catch {
      guard [.missingScope, .wrongLocation, .forbidden].contains(error.kind) else { throw error }
      found = try await read(
        Request(
          .usersSearch, fields: ["query": .string(email), "companyId": .string(companyId)]))
    }
    for user in (found["users"]?.array ?? []).compactMap(\.object)
    where UserRules.emailKey(user.text("email")) == key && !ids.contains(user.text("id")) {
      // A list may leave fields out.
      if let record = try await livingUser(user.text("id")) { return record }
    }
    return nil
  }
}
