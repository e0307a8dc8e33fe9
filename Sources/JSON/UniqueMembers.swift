/// Collects the members of an object and refuses a name that is there already.
///
/// A bit for each hash seen tells most new names from old ones without comparing them; a large
/// object gets a set of names, so that a hostile text cannot make reading take quadratic time.
struct UniqueMembers {
  private var members: [JSONObject.Member] = []
  private var seen: SIMD4<UInt64> = .zero
  private var names: Set<String> = []
  private static let small = 64

  var object: JSONObject { JSONObject(uniqueMembers: members) }

  /// False, and nothing is added, when the name is taken.
  mutating func append(_ key: String, _ value: JSONValue) -> Bool {
    guard members.count < Self.small ? addSmall(key) : addLarge(key) else { return false }
    members.append(JSONObject.Member(key: key, value: value))
    return true
  }

  private mutating func addSmall(_ key: String) -> Bool {
    let hash = Self.hash(key)
    let (word, bit) = (Int(hash >> 6 & 3), UInt64(1) &<< UInt64(hash & 63))
    if seen[word] & bit == 0 {
      seen[word] |= bit
      return true
    }
    for member in members where member.key == key { return false }
    return true
  }

  private mutating func addLarge(_ key: String) -> Bool {
    if names.isEmpty { names = Set(members.map(\.key)) }
    return names.insert(key).inserted
  }

  /// All names beyond ASCII share one hash: there, different bytes may be equal strings.
  private static func hash(_ key: String) -> UInt32 {
    let bytes = key.utf8Span
    return bytes.isKnownASCII ? sampledHash(bytes.span) : 0
  }
}
