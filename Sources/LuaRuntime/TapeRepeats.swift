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

  /// Few enough to look at each; a table by address would have two that take turns, as luck has it.
  private static let mostSlots = 16

  private var slots: [Slot] = []
  /// Which one goes next when all are taken.
  private var oldest = 0

  /// Finds what was kept; of a value that is seen for the first time it takes note.
  mutating func look(for value: JSONValue) -> Answer {
    let address = Self.address(of: value)
    if let slot = slot(of: address) {
      let bytes = slots[slot].bytes
      return bytes.isEmpty ? .new(isRepeated: true) : .known(bytes)
    }
    if slots.count < Self.mostSlots {
      slots.append(Slot(address: address, value: value))
    } else {
      slots[oldest] = Slot(address: address, value: value)
      oldest = (oldest + 1) % Self.mostSlots
    }
    return .new(isRepeated: false)
  }

  mutating func keep(_ bytes: [UInt8], for value: JSONValue) {
    guard let slot = slot(of: Self.address(of: value)) else { return }
    slots[slot].bytes = bytes
  }

  private func slot(of address: UInt) -> Int? {
    slots.firstIndex { $0.address == address }
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
