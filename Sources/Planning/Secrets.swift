public import JSON
import Synchronization

/// Values that must appear nowhere, kept in memory under names that may.
///
/// A plan holds `{"$secret": "password:1"}` in the place of a value; only the apply puts the value
/// in, in the request it sends.
public final class Secrets: Sendable {
  private struct State {
    var values: [String: String] = [:]
    var names: [String: String] = [:]
    var index = RedactionIndex()
    var lastPassword = 0
    var lastRandom = 0

    mutating func add(_ value: String, name: String) {
      values[name] = value
      guard !value.isEmpty, names[value] == nil else { return }
      names[value] = name
      index.add(value, name: name)
    }
  }

  private let state = Mutex(State())

  public init() {}

  /// Keeps a value under a name of the caller's: a parameter's name.
  public func register(_ value: String, as name: String) {
    state.withLock { $0.add(value, name: name) }
  }

  /// The name of a password: the one it is known by, or a new one, `password:1`, `password:2`, ….
  public func reference(toPassword value: String) -> JSONValue {
    state.withLock { state in
      if let name = state.names[value] { return Self.reference(to: name) }
      state.lastPassword += 1
      let name = "password:\(state.lastPassword)"
      state.add(value, name: name)
      return Self.reference(to: name)
    }
  }

  /// A new random password that meets HighLevel's strictest rule (24 characters with upper and
  /// lower case, digits and specials; HighLevel OpenAPI users-v3 asks for 12), and is known by name
  /// `random-password:1`, ….
  ///
  /// An apply in another process makes another one under the same name: nobody was shown either.
  public func makePassword() -> String {
    let value = Self.randomPassword()
    state.withLock { state in
      state.lastRandom += 1
      state.add(value, name: "\(Self.randomPrefix)\(state.lastRandom)")
    }
    return value
  }

  /// The value of a name; nil when this process was never told it.
  public func value(of name: String) -> String? {
    state.withLock { state in
      if let value = state.values[name] { return value }
      guard name.hasPrefix(Self.randomPrefix) else { return nil }
      let value = Self.randomPassword()
      state.add(value, name: name)
      return value
    }
  }

  /// A value with every string that is a secret replaced by its reference.
  public func referenced(_ value: JSONValue) -> JSONValue {
    let names = state.withLock { $0.names }
    return names.isEmpty ? value : value.mappingStrings { names[$0].map(Self.reference(to:)) }
  }

  /// The same for the members of an object.
  func referenced(_ fields: JSONObject) -> JSONObject {
    referenced(.object(fields)).object ?? fields
  }

  /// A value with every reference replaced by the secret, where this process knows it.
  func resolved(_ value: JSONValue) -> JSONValue {
    if let name = Self.name(in: value) { return self.value(of: name).map { .string($0) } ?? value }
    switch value {
    case .array(let items): return .array(items.map(resolved))
    case .object(let object): return .object(resolved(object))
    case .null, .bool, .integer, .number, .string: return value
    }
  }

  /// The same for the members of an object.
  func resolved(_ fields: JSONObject) -> JSONObject {
    JSONObject(
      uniqueMembers: fields.members.map {
        JSONObject.Member(key: $0.key, value: resolved($0.value))
      })
  }

  /// The names of all references in a value.
  static func collectNames(_ value: JSONValue, into names: inout Set<String>) {
    if let name = name(in: value) {
      names.insert(name)
      return
    }
    for item in value.array ?? [] { collectNames(item, into: &names) }
    for member in value.object?.members ?? [] { collectNames(member.value, into: &names) }
  }

  /// Whether a value holds a reference.
  public static func isIn(_ value: JSONValue) -> Bool {
    var names: Set<String> = []
    collectNames(value, into: &names)
    return !names.isEmpty
  }

  /// A text for people with every secret in it (of 4 characters or more) written as `[name]`.
  public func redacted(_ text: String) -> String {
    state.withLock { $0.index }.redacted(text)
  }

  /// The name in a reference; nil for any other value.
  public static func name(in value: JSONValue) -> String? {
    guard let object = value.object, object.count == 1 else { return nil }
    return object["$secret"]?.string
  }

  static func reference(to name: String) -> JSONValue { ["$secret": .string(name)] }

  private static let randomPrefix = "random-password:"

  /// 24 characters, one of each class at a random place.
  private static func randomPassword() -> String {
    let classes = [
      "ABCDEFGHJKLMNPQRSTUVWXYZ", "abcdefghijkmnopqrstuvwxyz", "23456789", "!#%+-=?@_",
    ]
    let all = Array(classes.joined())
    var generator = SystemRandomNumberGenerator()
    var characters = classes.compactMap { Array($0).randomElement(using: &generator) }
    while characters.count < 24 {
      if let next = all.randomElement(using: &generator) { characters.append(next) }
    }
    return String(characters.shuffled(using: &generator))
  }
}
