import Files
import FoundationEssentials
import HighLevel
import JSON
import MockBackend
import Planning
import Settings
import Synchronization

/// The people and locations that answers have named, for completion: read fast, and by their owner
/// only. Holds no token.
struct CompletionIndex {
  struct Entry: Hashable, Sendable {
    enum Kind: String { case user, location }

    var kind: Kind
    /// What is typed: an e-mail, the name of a location.
    var value: String
    /// What is shown beside it.
    var label: String
  }

  /// More are not kept: nobody looks through so many.
  static let most = 5000

  private(set) var entries: [Entry] = []

  var users: [Entry] { entries.filter { $0.kind == .user } }
  var locations: [Entry] { entries.filter { $0.kind == .location } }

  /// What is known of the company that these options choose.
  static func known(for source: SourceOptions, in world: World) -> CompletionIndex {
    if source.mock == .builtIn { return CompletionIndex(DefaultCompany.state) }
    if let path = path(for: source, in: world), let index = CompletionIndex(path) { return index }
    guard source.mock == nil,
      let settings = try? Settings.load(source.flags, environment: world.environment),
      settings.token == nil
    else { return CompletionIndex() }
    return CompletionIndex(DefaultCompany.state)
  }

  /// The file for the company that these options choose; nil where there is no place for one.
  static func path(for source: SourceOptions, in world: World) -> String? {
    guard let folder = world.cacheFolder else { return nil }
    let company: String
    switch source.mock {
    case .builtIn: return nil
    case .file(let path): company = "mock \(URL(filePath: path).resolvingSymlinksInPath().path)"
    case nil:
      let profile = source.profile ?? world.variable("GHLUA_PROFILE") ?? ""
      company = "live \(profile) \(source.baseURL ?? world.variable("GHLUA_BASE_URL") ?? "")"
    }
    return "\(folder)/index-\(Fingerprint.of(text: company).suffix(16)).tsv"
  }

  init() {}

  init(_ state: MockState) {
    entries =
      state.users.prefix(Self.most).compactMap { Entry(user: $0) }
      + state.locations.prefix(Self.most).compactMap { Entry(location: $0) }
  }

  /// Reads a file, a line an entry; of a value that is there twice the later line counts.
  init?(_ path: String) {
    guard let text = try? PrivateFile.read(path, limit: 4 << 20) else { return nil }
    var places: [String: Int] = [:]
    for line in text.split(separator: "\n") {
      let parts = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
      guard parts.count == 3, let kind = Entry.Kind(rawValue: parts[0]) else { continue }
      let entry = Entry(kind: kind, value: parts[1], label: parts[2])
      if let place = places["\(parts[0])\t\(parts[1])"] {
        entries[place] = entry
      } else {
        places["\(parts[0])\t\(parts[1])"] = entries.count
        entries.append(entry)
      }
    }
  }

  /// Keeps the people and locations that a run came across.
  static func keep(what company: Company, for source: SourceOptions, in world: World) {
    guard let seen = company.seen, let path = path(for: source, in: world) else { return }
    add(seen.entries, to: path)
  }

  /// Adds what the file does not have yet.
  static func add(_ entries: [Entry], to path: String) {
    let known = CompletionIndex(path)?.entries ?? []
    guard !entries.isEmpty, known.count < most else { return }
    let old = Set(known)
    let new = entries.filter { !old.contains($0) }.prefix(most - known.count)
    guard !new.isEmpty else { return }
    let text = new.map { "\($0.kind.rawValue)\t\($0.value)\t\($0.label)\n" }.joined()
    // A cache that cannot be written is no reason for a run to fail.
    try? PrivateFile.makeFolder(String(path.prefix(upTo: path.lastIndex(of: "/") ?? path.endIndex)))
    try? PrivateFile.append(text, to: path)
  }
}

extension CompletionIndex.Entry {
  init?(user: JSONObject) {
    guard let email = user["email"]?.string, !email.isEmpty, user["deleted"] != true else {
      return nil
    }
    let name = [user["firstName"]?.string, user["lastName"]?.string].compactMap(\.self)
    self.init(kind: .user, value: email.oneField, label: name.joined(separator: " ").oneField)
  }

  init?(location: JSONObject) {
    guard let name = location["name"]?.string, !name.isEmpty else { return nil }
    self.init(
      kind: .location, value: name.oneField, label: (location["id"]?.string ?? "").oneField)
  }
}

extension String {
  /// The text without what would end its field or line.
  fileprivate var oneField: String {
    String(map { $0 == "\t" || $0.isNewline ? " " : $0 })
  }
}

/// Takes down the people and locations that pass by.
final class IndexBook: Sendable {
  private let seen = Mutex<Set<CompletionIndex.Entry>>([])

  var entries: [CompletionIndex.Entry] {
    seen.withLock { seen in
      seen.sorted { ($0.kind.rawValue, $0.value) < ($1.kind.rawValue, $1.value) }
    }
  }

  func note(_ answer: JSONValue, of operation: HighLevel.Operation) {
    guard seen.withLock({ $0.count < CompletionIndex.most }) else { return }
    let records = records(in: answer, of: operation)
    let entries = records.compactMap { record in
      operation.resource == "users"
        ? CompletionIndex.Entry(user: record) : CompletionIndex.Entry(location: record)
    }
    seen.withLock { $0.formUnion(entries) }
  }

  private func records(in answer: JSONValue, of operation: HighLevel.Operation) -> [JSONObject] {
    guard ["users", "locations"].contains(operation.resource) else { return [] }
    if let list = answer[operation.resource]?.array { return list.compactMap(\.object) }
    return operation.record(in: answer).object.map { [$0] } ?? []
  }
}
