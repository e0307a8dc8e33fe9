import Diagnostics
public import HighLevel
import JSON
import Synchronization

/// Finds users and locations by id, e-mail or name; each reference is looked up once.
///
/// Matching ignores case. A name that fits several is refused, and the candidates are named.
public final class EntityResolver: Sendable {
  /// What came of a reference. (`Result` would have the runtime look for a conformance at every
  /// start.)
  private enum Lookup {
    case success(JSONObject)
    case failure(ValueFault)

    func get() throws(ValueFault) -> JSONObject {
      switch self {
      case .success(let record): return record
      case .failure(let fault): throw fault
      }
    }
  }

  private struct State {
    var users: [String: Lookup] = [:]
    var otherLocations: [String: Lookup] = [:]
    var locations: LocationIndex?
  }

  private let backend: any ReadBackend
  let companyId: String
  private let version: ServiceVersion
  private let state = Mutex(State())

  /// - Parameters:
  ///   - companyId: the agency whose users and locations these are.
  ///   - version: decides which scopes are known.
  public init(
    backend: any ReadBackend, companyId: String, version: ServiceVersion = .v2
  ) {
    self.backend = backend
    self.companyId = companyId
    self.version = version
  }
}

/// Users.
extension EntityResolver {
  /// The record of a living user.
  func user(_ reference: String) async throws(ValueFault) -> JSONObject {
    let key = Self.userKey(reference)
    if let known = state.withLock({ $0.users[key] }) { return try known.get() }
    do throws(ValueFault) {
      let user = try await findUser(key)
      state.withLock { $0.users[key] = .success(user) }
      return user
    } catch {
      if case .wrong = error { state.withLock { $0.users[key] = .failure(error) } }
      throw error
    }
  }

  /// Looks the e-mails among many references up together, so that a long table costs few calls.
  ///
  /// Those that are not found are left to `user`, which can say more about them.
  func prepareUsers(_ references: [String]) async throws(ValueFault) {
    let known = state.withLock { Set($0.users.keys) }
    let emails = Set(references.map(Self.userKey)).filter {
      Self.isEmail($0) && !known.contains($0)
    }
    .sorted()
    for start in stride(from: 0, to: emails.count, by: Page.largestLimit) {
      let batch = Array(emails[start..<min(start + Page.largestLimit, emails.count)])
      let found = try await users(ofEmails: batch)
      let byEmail = Dictionary(grouping: found) { UserRules.emailKey(User($0).email) }
      state.withLock { state in
        for (email, records) in byEmail where records.count == 1 {
          state.users[email] = .success(records[0])
        }
      }
    }
  }

  /// Ids keep their case, e-mails and names lose it.
  private static func userKey(_ reference: String) -> String {
    reference.utf8.contains(UInt8(ascii: "@")) ? UserRules.emailKey(reference) : reference.trimmed
  }

  /// A comma would make two e-mails of it on the wire.
  private static func isEmail(_ key: String) -> Bool {
    key.utf8.contains(UInt8(ascii: "@")) && !key.utf8.contains(UInt8(ascii: ","))
  }

  private func findUser(_ key: String) async throws(ValueFault) -> JSONObject {
    if key.isEmpty { throw .wrong("expected the id, e-mail or name of a user, got nothing") }
    if Self.isEmail(key) {
      return try await one(of: users(ofEmails: [key]), key, "no user has the e-mail '\(key)'")
    }
    if !key.contains(where: \.isWhitespace), let user = try await user(ofID: key) { return user }
    let name = Self.folded(key)
    let words = key.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    let named = try await search(words).filter { Self.folded(User($0).name) == name }
    return try await one(of: named, key, "no user is called '\(key)'")
  }

  private func one(
    of found: [JSONObject], _ key: String, _ message: String
  ) async throws(ValueFault) -> JSONObject {
    if found.isEmpty { throw .wrong(message, hint: try await usersNear(key)) }
    guard found.count > 1 else { return found[0] }
    let candidates = found.map { "\(User($0).id) \(User($0).name) <\(User($0).email)>" }
    throw Self.ambiguous("\(found.count) users answer to '\(key)'", candidates, "id")
  }

  private func user(ofID id: String) async throws(ValueFault) -> JSONObject? {
    guard let answer = try await readIfThere(Request(.usersGet, id: id)) else { return nil }
    guard let user = User(answer: answer), !user.isDeleted else { return nil }
    return user.fields
  }

  private func users(ofEmails emails: [String]) async throws(ValueFault) -> [JSONObject] {
    do throws(ServiceError) {
      let fields: JSONObject = [
        "emails": .string(emails.joined(separator: ",")), "projection": "all",
      ]
      return try await all(.usersFilterByEmail, fields, in: "users")
    } catch  where error.kind == .missingScope || error.kind == .forbidden {
      // A location's token may not filter by e-mail, but it may search.
      var found: [JSONObject] = []
      for email in emails {
        found += try await search(email).filter { UserRules.emailKey(User($0).email) == email }
      }
      return found
    } catch {
      throw ValueFault(error)
    }
  }

  private func search(_ text: String) async throws(ValueFault) -> [JSONObject] {
    do throws(ServiceError) {
      return try await all(.usersSearch, ["query": .string(text)], in: "users")
    } catch {
      throw ValueFault(error)
    }
  }

  /// The nearest of the users that share a word or a beginning with what was asked for.
  private func usersNear(_ key: String) async throws(ValueFault) -> String? {
    let isEmail = key.contains("@")
    let words = key.split { $0.isWhitespace || $0 == "@" }.map(String.init)
    for query in words.prefix(3).reversed() + words.prefix(1).map({ String($0.prefix(2)) }) {
      let found = try await search(query).map { isEmail ? User($0).email : User($0).name }
      if let hint = Suggestion.hint(for: key, in: Set(found)) { return hint }
    }
    return nil
  }
}

/// Locations.
extension EntityResolver {
  /// The record of a location, as `locations.get` gives it.
  func location(_ reference: String) async throws(ValueFault) -> JSONObject {
    let key = reference.trimmed
    if key.isEmpty { throw .wrong("expected the id or name of a location, got nothing") }
    let index = try await locationIndex()
    let found = index.find(key)
    if found.count == 1 { return found[0] }
    guard found.isEmpty else {
      let candidates = found.map { "\(Location($0).id) \(Location($0).name)" }
      throw Self.ambiguous("\(found.count) locations are called '\(key)'", candidates, "id")
    }
    if !key.contains(where: \.isWhitespace), let location = try await location(ofID: key) {
      return location
    }
    throw .wrong("no location is called '\(key)'", hint: index.hint(for: key))
  }

  private func locationIndex() async throws(ValueFault) -> LocationIndex {
    if let index = state.withLock({ $0.locations }) { return index }
    do throws(ServiceError) {
      var records = try await all(.locationsSearch, [:], in: "locations")
      // The list leaves it out, as it is the same for all.
      for place in records.indices where records[place]["companyId"] == nil {
        records[place]["companyId"] = .string(companyId)
      }
      let index = LocationIndex(records)
      state.withLock { $0.locations = index }
      return index
    } catch {
      throw ValueFault(error)
    }
  }

  /// A location that the list does not have; nil unless it is one of this company.
  private func location(ofID id: String) async throws(ValueFault) -> JSONObject? {
    let known = state.withLock { $0.otherLocations[id] }
    if let known { return try? known.get() }
    let answer = try await readIfThere(Request(.locationsGet, id: id))
    let found = answer.flatMap { Location(answer: $0) }
    guard let found, found.companyId.isEmpty || found.companyId == companyId else {
      state.withLock { $0.otherLocations[id] = .failure(.wrong("")) }
      return nil
    }
    state.withLock { $0.otherLocations[id] = .success(found.fields) }
    return found.fields
  }
}

/// Scopes and permissions.
extension EntityResolver {
  func scope(_ name: String) throws(ValueFault) -> String {
    let known = Scopes.known(in: version)
    if known.contains(name) { return name }
    throw .wrong(
      "there is no scope '\(name)'",
      hint: Suggestion.hint(for: name, in: known) ?? "'ghl.scopes' lists them all")
  }

  func permission(_ name: String) throws(ValueFault) -> String {
    if Permissions.named(name) != nil { return name }
    throw .wrong(
      "there is no permission '\(name)'",
      hint: Suggestion.hint(for: name, in: Permissions.known.map(\.flag))
        ?? "'ghl.permissions' lists them all")
  }
}

/// Asking the service.
extension EntityResolver {
  /// Nil when the service knows no such record, or takes the id for none.
  private func readIfThere(_ request: Request) async throws(ValueFault) -> JSONValue? {
    do throws(ServiceError) {
      return try await backend.read(request)
    } catch  where error.kind == .notFound || error.kind == .invalid {
      return nil
    } catch {
      throw ValueFault(error)
    }
  }

  /// All pages of a list; ends at a page with nothing new in it.
  private func all(
    _ operation: Operation, _ fields: JSONObject, in list: String
  ) async throws(ServiceError) -> [JSONObject] {
    var found: [JSONObject] = []
    var seen: Set<String> = []
    var fields = fields
    fields["companyId"] = .string(companyId)
    fields["limit"] = .string(String(Page.largestLimit))
    while true {
      fields["skip"] = .string(String(found.count))
      let answer = try await backend.read(Request(operation, fields: fields))
      let new = (answer[list]?.array ?? []).compactMap(\.object)
        .filter { seen.insert($0["id"]?.string ?? "").inserted }
      found += new
      if new.isEmpty || answer["count"]?.integer == Int64(found.count) { return found }
    }
  }

  private static func ambiguous(
    _ message: String, _ candidates: [String], _ remedy: String
  ) -> ValueFault {
    let shown = candidates.prefix(5).joined(separator: ", ")
    let more = candidates.count > 5 ? " and \(candidates.count - 5) more" : ""
    return .wrong("\(message): \(shown)\(more)", hint: "give the \(remedy)")
  }

  static func folded(_ name: String) -> String {
    name.lowercased().split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }
}
