/// The tags of the value tape; the C side (tape.c) documents the format.
enum Tape {
  static let `nil` = UInt8(ascii: "N")
  static let null = UInt8(ascii: "Z")
  static let `true` = UInt8(ascii: "T")
  static let `false` = UInt8(ascii: "F")
  static let integer = UInt8(ascii: "I")
  static let number = UInt8(ascii: "D")
  static let string = UInt8(ascii: "S")
  static let array = UInt8(ascii: "A")
  static let map = UInt8(ascii: "M")
}
