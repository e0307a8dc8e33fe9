extension JSONReader {
  mutating func readNumber() throws(JSONSyntaxError) -> JSONValue {
    let start = index
    let negative = bytes[index] == ASCII.minus
    if negative { index += 1 }
    let firstDigit = index
    try readDigits("a digit after '-'")
    if bytes[firstDigit] == ASCII.zero, index > firstDigit + 1 {
      throw error("a number must not start with 0", at: firstDigit)
    }
    guard try readFractionAndExponent() else {
      return try integer(start..<index, digits: firstDigit..<index, negative: negative)
    }
    let text = String(decoding: bytes[start..<index], as: UTF8.self)
    guard let value = Double(text), value.isFinite else {
      throw error("the number \(text.prefix(40)) is too large", at: start)
    }
    return .number(value)
  }

  private mutating func readDigits(_ wanted: String) throws(JSONSyntaxError) {
    let start = index
    while index < bytes.count, ASCII.isDigit(bytes[index]) { index += 1 }
    if index == start { throw error("expected \(wanted)") }
  }

  /// Whether there was a fraction or an exponent.
  private mutating func readFractionAndExponent() throws(JSONSyntaxError) -> Bool {
    let start = index
    if index < bytes.count, bytes[index] == UInt8(ascii: ".") {
      index += 1
      try readDigits("a digit after the decimal point")
    }
    if index < bytes.count, bytes[index] | 0x20 == UInt8(ascii: "e") {
      index += 1
      if index < bytes.count, bytes[index] == UInt8(ascii: "+") || bytes[index] == ASCII.minus {
        index += 1
      }
      try readDigits("a digit in the exponent")
    }
    return index > start
  }

  private func integer(
    _ whole: Range<Int>, digits: Range<Int>, negative: Bool
  ) throws(JSONSyntaxError) -> JSONValue {
    // 18 digits always fit 64 bits, so the loop needs no overflow checks of its own.
    if digits.count <= 18 {
      var value: Int64 = 0
      for offset in digits { value = value &* 10 &+ Int64(bytes[offset] &- ASCII.zero) }
      return .integer(negative ? -value : value)
    }
    let text = String(decoding: bytes[whole], as: UTF8.self)
    if let value = Int64(text) { return .integer(value) }
    if let value = Int128(text).flatMap({ Double(exactly: $0) }) { return .number(value) }
    throw error(
      "the integer \(text.prefix(40)) does not fit 64 bits; write it as a string",
      at: whole.lowerBound)
  }
}
