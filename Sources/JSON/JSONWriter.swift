extension JSONValue {
  /// This value as JSON text.
  ///
  /// Reading the text gives back an equal value: a `.number` keeps a decimal point or an exponent
  /// (`1.0`), with as many digits as are needed to tell it from its neighbours.
  /// - Precondition: no number in it is infinite or NaN, which JSON cannot say; where numbers come
  ///   from outside, `pointerToNonFiniteNumber` finds one.
  /// - Parameters:
  ///   - pretty: one member or element a line, indented by two spaces; no line end at the end.
  ///   - ascii: escapes every character above U+007E.
  public func text(pretty: Bool = false, ascii: Bool = false) -> String {
    var writer = JSONWriter(pretty: pretty, ascii: ascii)
    writer.write(self)
    return String(decoding: writer.output, as: UTF8.self)
  }

  /// `text()` as UTF-8, for what is sent on.
  public func utf8() -> [UInt8] {
    var writer = JSONWriter()
    writer.output.reserveCapacity(1024)  // most records fit
    writer.write(self)
    return writer.output
  }

  /// The one text that all equal values share: members ordered by the bytes of their names, no
  /// space, only the escapes JSON demands, and `0.0` for negative zero.
  ///
  /// For hashes and comparisons. (Strings are compared as Swift does: two spellings of one accented
  /// letter are equal, yet give two texts.)
  /// - Precondition: as for `text(pretty:ascii:)`.
  public func canonicalText() -> String { String(decoding: canonicalBytes(), as: UTF8.self) }

  /// The UTF-8 of `canonicalText()`, which is all that a hash needs.
  public func canonicalBytes() -> [UInt8] {
    var writer = JSONWriter(canonical: true)
    writer.write(self)
    return writer.output
  }

  /// The JSON pointer to the first infinite number or NaN; nil when the value can be written.
  public var pointerToNonFiniteNumber: String? {
    switch self {
    case .number(let value): return value.isFinite ? nil : ""
    case .array(let elements):
      for (index, element) in elements.enumerated() {
        if let rest = element.pointerToNonFiniteNumber { return "/\(index)\(rest)" }
      }
    case .object(let object):
      for member in object {
        if let rest = member.value.pointerToNonFiniteNumber {
          return "/\(JSONPointer.escape(member.key))\(rest)"
        }
      }
    case .null, .bool, .integer, .string: break
    }
    return nil
  }
}

/// Appends values to a buffer of UTF-8.
struct JSONWriter {
  var output: [UInt8] = []
  var pretty = false
  var ascii = false
  var canonical = false
  private var depth = 0

  init(pretty: Bool = false, ascii: Bool = false, canonical: Bool = false) {
    self.pretty = pretty
    self.ascii = ascii
    self.canonical = canonical
  }

  mutating func write(_ value: JSONValue) {
    switch value {
    case .null: output.append(contentsOf: "null".utf8)
    case .bool(let value): output.append(contentsOf: (value ? "true" : "false").utf8)
    case .integer(let value): output.append(contentsOf: String(value).utf8)
    case .number(let value): write(value)
    case .string(let value): write(value)
    case .array(let elements): write(elements)
    case .object(let object):
      if canonical, let places = object.sortedPlaces {
        write(object, places)
      } else {
        write(object, object.members.indices)
      }
    }
  }

  private mutating func write(_ number: Double) {
    precondition(number.isFinite, "JSON has no infinite numbers and no NaN")
    // Swift's description is the shortest text that reads back as the same number.
    output.append(contentsOf: (canonical && number == 0 ? 0 : number).description.utf8)
  }

  private mutating func write(_ elements: [JSONValue]) {
    output.append(ASCII.openBracket)
    depth += 1
    for (index, element) in elements.enumerated() {
      separate(first: index == 0)
      write(element)
    }
    depth -= 1
    if !elements.isEmpty { breakLine() }
    output.append(ASCII.closeBracket)
  }

  /// - Parameter places: Those of the members, in the order in which they are written.
  private mutating func write(_ object: JSONObject, _ places: some Sequence<Int>) {
    output.append(ASCII.openBrace)
    depth += 1
    var isFirst = true
    for place in places {
      separate(first: isFirst)
      isFirst = false
      write(object.members[place].key)
      output.append(ASCII.colon)
      if pretty { output.append(ASCII.space) }
      write(object.members[place].value)
    }
    depth -= 1
    if !object.isEmpty { breakLine() }
    output.append(ASCII.closeBrace)
  }

  private mutating func separate(first: Bool) {
    if !first { output.append(ASCII.comma) }
    breakLine()
  }

  private mutating func breakLine() {
    guard pretty else { return }
    output.append(ASCII.lineFeed)
    output.append(contentsOf: repeatElement(ASCII.space, count: depth * 2))
  }
}

extension JSONWriter {
  private mutating func write(_ string: String) {
    output.append(ASCII.quote)
    if ascii {
      for unit in string.utf16 { writeASCII(unit) }
    } else if Self.isPlain(string.utf8Span.span) {
      output.append(contentsOf: string.utf8)
    } else {
      for byte in string.utf8 { write(byte) }
    }
    output.append(ASCII.quote)
  }

  private static func isPlain(_ bytes: Span<UInt8>) -> Bool {
    for index in bytes.indices where needsEscape(bytes[index]) { return false }
    return true
  }

  @inline(__always)
  private static func needsEscape(_ byte: UInt8) -> Bool {
    byte < ASCII.space || byte == ASCII.quote || byte == ASCII.backslash
  }

  private mutating func write(_ byte: UInt8) {
    if Self.needsEscape(byte) { writeEscape(UInt16(byte)) } else { output.append(byte) }
  }

  private mutating func writeASCII(_ unit: UInt16) {
    if unit <= 0x7E { write(UInt8(unit)) } else { writeEscape(unit) }
  }

  private mutating func writeEscape(_ unit: UInt16) {
    output.append(ASCII.backslash)
    switch unit {
    case UInt16(ASCII.quote), UInt16(ASCII.backslash): output.append(UInt8(unit))
    case 0x08: output.append(UInt8(ascii: "b"))
    case 0x09: output.append(UInt8(ascii: "t"))
    case 0x0A: output.append(UInt8(ascii: "n"))
    case 0x0C: output.append(UInt8(ascii: "f"))
    case 0x0D: output.append(UInt8(ascii: "r"))
    default:
      let digits = String(unit, radix: 16)
      output.append(UInt8(ascii: "u"))
      output.append(contentsOf: repeatElement(ASCII.zero, count: 4 - digits.utf8.count))
      output.append(contentsOf: digits.utf8)
    }
  }
}
