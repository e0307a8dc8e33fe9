import JSON

/// Writes values to a tape, in memory that stays where it is until the next `reset`.
@safe
final class TapeWriter {
  private var base: UnsafeMutableRawPointer
  private var capacity: Int
  private(set) var count = 0
  private var repeats = TapeRepeats()

  private static let least = 256

  init(capacity: Int = least) {
    unsafe base = UnsafeMutableRawPointer.allocate(byteCount: capacity, alignment: 8)
    self.capacity = capacity
  }

  deinit { unsafe base.deallocate() }

  /// The bytes written so far; valid until the next write.
  var bytes: UnsafeRawBufferPointer { unsafe UnsafeRawBufferPointer(start: base, count: count) }

  func reset() { count = 0 }

  /// Gives memory back that one large tape took.
  func shrink() {
    count = 0
    guard capacity > Self.least else { return }
    unsafe base.deallocate()
    unsafe base = UnsafeMutableRawPointer.allocate(byteCount: Self.least, alignment: 8)
    capacity = Self.least
  }

  func write(_ value: JSONValue?) {
    if let value { put(value) } else { put(tag: Tape.nil) }
  }

  /// Writes an array whose elements may be nil, as arguments are.
  func writeArguments(_ values: [JSONValue?]) {
    put(Tape.array, UInt32(values.count))
    for value in values { write(value) }
  }

  private func put(_ value: JSONValue) {
    switch value {
    case .null: put(tag: Tape.null)
    case .bool(let flag): put(tag: flag ? Tape.true : Tape.false)
    case .integer(let integer): put(Tape.integer, integer)
    case .number(let number): put(Tape.number, number)
    case .string(let text): put(text, tag: Tape.string)
    case .array(let elements) where elements.count < TapeRepeats.leastCount: put(elements)
    case .object(let object) where object.count < TapeRepeats.leastCount: put(object)
    default: putLarge(value)
    }
  }

  private func put(_ elements: [JSONValue]) {
    put(Tape.array, UInt32(elements.count))
    let elements = elements.span
    for index in elements.indices { put(elements[index]) }
  }

  private func put(_ object: JSONObject) {
    put(Tape.map, UInt32(object.count))
    let members = object.members.span
    for index in members.indices {
      put(members[index].key, tag: nil)
      put(members[index].value)
    }
  }

  /// Copies what it wrote for the same storage before, where it did.
  private func putLarge(_ value: JSONValue) {
    switch repeats.look(for: value) {
    case .known(let bytes):
      unsafe bytes.withUnsafeBytes { bytes in
        guard let from = bytes.baseAddress else { return }
        unsafe room(bytes.count).copyMemory(from: from, byteCount: bytes.count)
      }
    case .new(let isRepeated):
      let start = count
      if case .array(let elements) = value { put(elements) }
      if case .object(let object) = value { put(object) }
      guard isRepeated, count - start <= TapeRepeats.mostBytes else { return }
      unsafe repeats.keep([UInt8](bytes[start..<count]), for: value)
    }
  }

  @inline(__always)
  private func put(tag: UInt8) {
    unsafe room(1).storeBytes(of: tag, as: UInt8.self)
  }

  @inline(__always)
  private func put<Value: BitwiseCopyable>(_ tag: UInt8, _ value: Value) {
    let start = unsafe room(1 + MemoryLayout<Value>.size)
    unsafe start.storeBytes(of: tag, as: UInt8.self)
    unsafe start.storeBytes(of: value, toByteOffset: 1, as: Value.self)
  }

  /// Strings that are stored as UTF-8, all but those bridged from elsewhere, are copied from where
  /// they are.
  @inline(__always)
  private func put(_ text: String, tag: UInt8?) {
    let done: Void? = unsafe text.utf8.withContiguousStorageIfAvailable { utf8 in
      unsafe put(UnsafeRawBufferPointer(utf8), tag: tag)
    }
    if done == nil {
      var text = text
      text.withUTF8 { utf8 in unsafe put(UnsafeRawBufferPointer(utf8), tag: tag) }
    }
  }

  @inline(__always)
  private func put(_ bytes: UnsafeRawBufferPointer, tag: UInt8?) {
    let head = MemoryLayout<UInt32>.size + (tag == nil ? 0 : 1)
    var start = unsafe room(head + bytes.count)
    if let tag {
      unsafe start.storeBytes(of: tag, as: UInt8.self)
      unsafe start += 1
    }
    unsafe start.storeBytes(of: UInt32(bytes.count), as: UInt32.self)
    guard let from = bytes.baseAddress else { return }
    unsafe (start + MemoryLayout<UInt32>.size).copyMemory(from: from, byteCount: bytes.count)
  }

  /// Where the next bytes go, counted as written.
  @inline(__always)
  private func room(_ size: Int) -> UnsafeMutableRawPointer {
    if count + size > capacity { grow(to: count + size) }
    defer { count += size }
    return unsafe base + count
  }

  private func grow(to needed: Int) {
    let grown = max(capacity * 2, needed)
    let moved = UnsafeMutableRawPointer.allocate(byteCount: grown, alignment: 8)
    unsafe moved.copyMemory(from: base, byteCount: count)
    unsafe base.deallocate()
    unsafe base = unsafe moved
    capacity = grown
  }
}
