import JSON

/// What is wrong with a value that came from Lua.
struct TapeError: Error {
  /// Where in the value, outermost first: `["permissions", "[2]"]`.
  var path: [String] = []
  var reason: String
  /// Whether the reader stands behind the value, so that the rest can be read.
  var isPassed = false

  /// The same error seen from one step further out; thrown unless the rest can be read.
  fileprivate func below(_ step: String?) throws(TapeError) -> TapeError {
    let error = TapeError(
      path: (step.map { [$0] } ?? []) + path, reason: reason, isPassed: isPassed)
    if !isPassed { throw error }
    return error
  }

  /// `permissions[2]: not valid UTF-8`.
  var message: String {
    var text = ""
    for step in path { text += text.isEmpty || step.hasPrefix("[") ? step : ".\(step)" }
    return text.isEmpty ? reason : "\(text): \(reason)"
  }
}

/// Reads values from a tape, which may be any bytes: another process may have written it. Members of
/// an object come in the order of their names, because a Lua table has none; of several errors in
/// texts the first in that order is the one.
@safe
struct TapeReader {
  private let bytes: UnsafeRawBufferPointer
  private let repairsText: Bool
  private var position = 0
  private var depth = 0

  /// - Parameter repairsText: whether U+FFFD takes the place of what is not UTF-8; else that is an
  ///   error.
  init(_ bytes: UnsafeRawBufferPointer, repairsText: Bool = false) {
    unsafe self.bytes = unsafe bytes
    self.repairsText = repairsText
  }

  /// The elements of an array that may contain nil, as arguments do.
  mutating func readArguments() throws(TapeError) -> [JSONValue?] {
    guard try take(UInt8.self) == Tape.array else { throw TapeError(reason: "broken tape") }
    let count = try takeCount()
    var values: [JSONValue?] = []
    values.reserveCapacity(count)
    for index in 0..<count {
      do { values.append(try read()) } catch {
        throw TapeError(path: ["argument \(index + 1)"] + error.path, reason: error.reason)
      }
    }
    return values
  }

  /// The next value; nil for Lua's nil.
  mutating func read() throws(TapeError) -> JSONValue? {
    switch try take(UInt8.self) {
    case Tape.nil: return nil
    case Tape.null: return .null
    case Tape.true: return .bool(true)
    case Tape.false: return .bool(false)
    case Tape.integer: return .integer(try take(Int64.self))
    case Tape.number: return .number(try takeNumber())
    case Tape.string: return .string(try takeText())
    case Tape.array: return .array(try readElements())
    case Tape.map: return .object(try readMembers())
    default: throw TapeError(reason: "broken tape")
    }
  }

  private mutating func readElements() throws(TapeError) -> [JSONValue] {
    let count = try open()
    defer { depth -= 1 }
    var elements: [JSONValue] = []
    elements.reserveCapacity(min(count, Self.mostReserved))
    var problem: TapeError?
    for index in 0..<count {
      do { elements.append(try read() ?? .null) } catch {
        let error = try error.below("[\(index + 1)]")
        problem = problem ?? error
      }
    }
    if let problem { throw problem }
    return elements
  }

  private mutating func readMembers() throws(TapeError) -> JSONObject {
    let count = try open()
    defer { depth -= 1 }
    var members: [JSONObject.Member] = []
    members.reserveCapacity(min(count, Self.mostReserved))
    var problem: (key: String, error: TapeError)?
    for _ in 0..<count {
      let (key, isValid) = try takeRepairedText()
      do throws(TapeError) {
        members.append(JSONObject.Member(key: key, value: try read() ?? .null))
        if !isValid && !repairsText { throw Self.invalidText }
      } catch {
        let error = try error.below(isValid ? key : nil)
        if problem.map({ Self.precedes(key, $0.key) }) ?? true { problem = (key, error) }
      }
    }
    if let problem { throw problem.error }
    members.sort { Self.precedes($0.key, $1.key) }
    return JSONObject(uniqueMembers: members)
  }

  /// Names that differ only in how they compose their letters are equal to Swift, but not to Lua.
  private static func precedes(_ a: String, _ b: String) -> Bool {
    a < b || (a == b && a.utf8.lexicographicallyPrecedes(b.utf8))
  }

  /// Values inside each other; the other end of the boundary writes no more (tape.c).
  private static let deepest = 110
  /// A count on a broken tape can be anything, so it is not believed at once.
  private static let mostReserved = 4096

  /// Begins an array or a map: the number of what is in it.
  private mutating func open() throws(TapeError) -> Int {
    guard depth < Self.deepest else { throw TapeError(reason: "nested too deeply") }
    depth += 1
    return try takeCount()
  }

  private mutating func take<Value: BitwiseCopyable>(_: Value.Type) throws(TapeError) -> Value {
    let size = MemoryLayout<Value>.size
    guard unsafe bytes.count - position >= size else { throw TapeError(reason: "broken tape") }
    let value = unsafe bytes.loadUnaligned(fromByteOffset: position, as: Value.self)
    position += size
    return value
  }

  private mutating func takeNumber() throws(TapeError) -> Double {
    let number = try take(Double.self)
    guard number.isFinite else { throw TapeError(reason: "not a finite number") }
    return number
  }

  private mutating func takeCount() throws(TapeError) -> Int {
    let count = Int(try take(UInt32.self))
    guard unsafe count <= bytes.count - position else { throw TapeError(reason: "broken tape") }
    return count
  }

  private static let invalidText = TapeError(reason: "not valid UTF-8", isPassed: true)

  private mutating func takeText() throws(TapeError) -> String {
    let (text, isValid) = try takeRepairedText()
    guard isValid || repairsText else { throw Self.invalidText }
    return text
  }

  private mutating func takeRepairedText() throws(TapeError) -> (text: String, isValid: Bool) {
    let count = try takeCount()
    let text = unsafe bytes[position..<(position + count)]
    position += count
    if let string = unsafe String(validating: text, as: UTF8.self) { return (string, true) }
    return unsafe (String(decoding: text, as: UTF8.self), false)
  }
}
