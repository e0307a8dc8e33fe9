import JSON

/// The tapes of lists and maps that come again and again, as the scopes and flags that many users
/// share do in a stand-in.
///
/// They are known by where their storage lies. It is held here, so nothing else can come to lie
/// there, and what is held twice is copied before anybody changes it.
struct TapeRepeats {
  /// Smaller ones are written as fast as they are found.
  static let leastCount = 24
  static let mostBytes = 16 << 10

  enum Answer {
    case known([UInt8])
    /// Not to be copied; `isRepeated`: it came before, and is worth keeping.
    case new(isRepeated: Bool)
  }

  private struct Slot {
    var address: UInt = 0
    var value: JSONValue = .null
    /// Empty until it came twice.
    var bytes: [UInt8] = []
  }

  private var slots: [Slot] = []

  /// Finds what was kept; of a value that is seen for the first time it takes note.
  mutating func look(for value: JSONValue) -> Answer {
    if slots.isEmpty { slots = Array(repeating: Slot(), count: 16) }
    let address = Self.address(of: value)
    let slot = Self.slot(of: address)
    guard slots[slot].address == address else {
      slots[slot] = Slot(address: address, value: value)
      return .new(isRepeated: false)
    }
    let bytes = slots[slot].bytes
    return bytes.isEmpty ? .new(isRepeated: true) : .known(bytes)
  }

  mutating func keep(_ bytes: [UInt8], for value: JSONValue) {
    let address = Self.address(of: value)
    slots[Self.slot(of: address)] = Slot(address: address, value: value, bytes: bytes)
  }

  private static func slot(of address: UInt) -> Int {
    Int(truncatingIfNeeded: (UInt64(address) &* 0x9E37_79B9_7F4A_7C15) >> 60)
  }

  private static func address(of value: JSONValue) -> UInt {
    switch value {
    case .array(let elements):
      unsafe elements.withUnsafeBufferPointer { UInt(bitPattern: $0.baseAddress) }
    case .object(let object):
      unsafe object.members.withUnsafeBufferPointer { UInt(bitPattern: $0.baseAddress) }
    default: 0
    }
  }
}
