/// The members of a JSON object, in order; a name occurs once.
///
/// Looked up by walking: objects of this product have at most a few dozen members, and a walk over
/// contiguous storage beats hashing there. Equality and hashing ignore the order.
public struct JSONObject: Sendable {
  public struct Member: Sendable, Hashable {
    public var key: String
    public var value: JSONValue

    public init(key: String, value: JSONValue) {
      self.key = key
      self.value = value
    }
  }

  /// The members in their order.
  public private(set) var members: [Member]

  public init() { members = [] }

  /// Members in that order; of a name given twice, the last value wins.
  public init(_ pairs: some Sequence<(String, JSONValue)>) {
    self.init()
    for (key, value) in pairs { self[key] = value }
  }

  /// Takes members whose names are known to differ, without looking for repeats.
  public init(uniqueMembers: [Member]) { members = uniqueMembers }

  public var count: Int { members.count }
  public var isEmpty: Bool { members.isEmpty }
  public var keys: [String] { members.map(\.key) }

  /// The value of that name; nil when absent. Assigning nil removes the member.
  public subscript(_ key: String) -> JSONValue? {
    get { place(of: key).map { members[$0].value } }
    set {
      guard let index = place(of: key) else {
        if let newValue { members.append(Member(key: key, value: newValue)) }
        return
      }
      if let newValue { members[index].value = newValue } else { members.remove(at: index) }
    }
  }

  /// Most names differ in their length, which is known without looking at them.
  private func place(of key: String) -> Int? {
    let (members, length) = (members.span, key.utf8.count)
    for index in members.indices where members[index].key.utf8.count == length {
      if members[index].key == key { return index }
    }
    return nil
  }

  /// The same members, ordered by name (by Unicode scalar, so by UTF-8 bytes).
  public var sorted: JSONObject {
    sortedPlaces.map { places in JSONObject(uniqueMembers: places.map { members[$0] }) } ?? self
  }

  /// The places of the members in the order of their names; nil when they stand in it already.
  /// Moves no member: of large documents, that would be most of the work.
  var sortedPlaces: [Int]? {
    let members = members
    let isSorted = members.indices.dropFirst().allSatisfy {
      !Self.precedes(members[$0].key, members[$0 - 1].key)
    }
    guard !isSorted else { return nil }
    return members.indices.sorted { Self.precedes(members[$0].key, members[$1].key) }
  }

  private static func precedes(_ left: String, _ right: String) -> Bool {
    let (one, other) = (left.utf8Span.span, right.utf8Span.span)
    let shared = Swift.min(one.count, other.count)
    var index = 0
    while index < shared {
      if one[index] != other[index] { return one[index] < other[index] }
      index += 1
    }
    return one.count < other.count
  }
}

extension JSONObject: Hashable {
  public static func == (left: JSONObject, right: JSONObject) -> Bool {
    guard left.count == right.count else { return false }
    return left.members.allSatisfy { right[$0.key] == $0.value }
  }

  public func hash(into hasher: inout Hasher) {
    var combined = 0
    for member in members { combined ^= member.hashValue }
    hasher.combine(combined)
  }
}

extension JSONObject: Sequence {
  public func makeIterator() -> IndexingIterator<[Member]> { members.makeIterator() }
}

extension JSONObject: ExpressibleByDictionaryLiteral {
  /// As in any literal, a name stands there once.
  public init(dictionaryLiteral elements: (String, JSONValue)...) {
    self.init(uniqueMembers: elements.map { Member(key: $0.0, value: $0.1) })
    assert(Set(keys).count == count, "a name twice in \(keys)")
  }
}
