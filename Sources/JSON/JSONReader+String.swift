extension JSONReader {
  /// Reads a string whose opening quote is the current byte.
  mutating func readString() throws(JSONSyntaxError) -> String {
    let start = index + 1
    let end = endOfPlainRun(from: start)
    guard end < bytes.count, bytes[end] == ASCII.quote else {
      return try readEscapedString(from: start, plainUntil: end)
    }
    index = end + 1
    return try string(start..<end)
  }

  /// The first quote, backslash or control character from there on.
  private func endOfPlainRun(from start: Int) -> Int {
    let span = bytes.span
    var end = start
    while end < span.count {
      let byte = span[end]
      if byte == ASCII.quote || byte == ASCII.backslash || byte < ASCII.space { break }
      end += 1
    }
    return end
  }

  /// The bytes of that range as a string, where nothing is escaped.
  private mutating func string(_ range: Range<Int>) throws(JSONSyntaxError) -> String {
    let bytes = bytes  // so that the span borrows no part of the reader while the cache changes
    let span = bytes.span.extracting(range)
    if let known = cache.find(span) { return known }
    do throws(UTF8.ValidationError) {
      let text = String(copying: try UTF8Span(validating: span))
      cache.remember(text, for: span)
      return text
    } catch {
      throw invalidUTF8(at: range.lowerBound + error.byteOffsets.lowerBound)
    }
  }

  private func invalidUTF8(at offset: Int) -> JSONSyntaxError {
    error("the byte \(hex(bytes[offset])) is no valid UTF-8", at: offset)
  }

  private mutating func readEscapedString(
    from start: Int, plainUntil end: Int
  ) throws(JSONSyntaxError) -> String {
    var decoded = Array(bytes[start..<end])
    index = end
    while index < bytes.count {
      let byte = bytes[index]
      switch byte {
      case ASCII.quote:
        try checkUTF8(start..<index)
        index += 1
        return String(decoding: decoded, as: UTF8.self)
      case ASCII.backslash: decoded.append(contentsOf: try readEscape())
      case ..<ASCII.space:
        throw error("a string must not hold the control character \(hex(byte)); escape it")
      default:
        decoded.append(byte)
        index += 1
      }
    }
    throw error("this string has no closing quote", at: start - 1)
  }

  /// Escapes are ASCII, so the source of a string is valid exactly when the string is.
  private func checkUTF8(_ range: Range<Int>) throws(JSONSyntaxError) {
    do throws(UTF8.ValidationError) {
      _ = try UTF8Span(validating: bytes.span.extracting(range))
    } catch {
      throw invalidUTF8(at: range.lowerBound + error.byteOffsets.lowerBound)
    }
  }

  /// The UTF-8 of the escape that starts at the current byte.
  private mutating func readEscape() throws(JSONSyntaxError) -> [UInt8] {
    let start = index
    guard start + 1 < bytes.count else { throw error("the text ends inside an escape") }
    index += 2
    switch bytes[start + 1] {
    case ASCII.quote: return [ASCII.quote]
    case ASCII.backslash: return [ASCII.backslash]
    case UInt8(ascii: "/"): return [UInt8(ascii: "/")]
    case UInt8(ascii: "b"): return [0x08]
    case UInt8(ascii: "f"): return [0x0C]
    case UInt8(ascii: "n"): return [ASCII.lineFeed]
    case UInt8(ascii: "r"): return [ASCII.carriageReturn]
    case UInt8(ascii: "t"): return [ASCII.tab]
    case UInt8(ascii: "u"): return Array(String(try readScalar(from: start)).utf8)
    default:
      throw error("unknown escape; a backslash itself is written '\\\\'", at: start)
    }
  }

  /// Reads the digits after `\u`, and the second half of a surrogate pair.
  private mutating func readScalar(from start: Int) throws(JSONSyntaxError) -> Unicode.Scalar {
    let first = try readHexDigits(escapeAt: start)
    if let scalar = Unicode.Scalar(first) { return scalar }
    if first < 0xDC00, index + 1 < bytes.count, bytes[index] == ASCII.backslash,
      bytes[index + 1] == UInt8(ascii: "u")
    {
      let secondStart = index
      index += 2
      let second = try readHexDigits(escapeAt: secondStart)
      let code = 0x10000 + ((first & 0x3FF) << 10) + (second & 0x3FF)
      if (0xDC00...0xDFFF).contains(second), let scalar = Unicode.Scalar(code) { return scalar }
    }
    let digits = String(first, radix: 16, uppercase: true)
    throw error("\\u\(digits) is half of a surrogate pair and stands alone", at: start)
  }

  private mutating func readHexDigits(escapeAt start: Int) throws(JSONSyntaxError) -> UInt32 {
    var value: UInt32 = 0
    for _ in 0..<4 {
      guard index < bytes.count, let digit = ASCII.hexValue(bytes[index]) else {
        throw error("'\\u' needs four hexadecimal digits", at: start)
      }
      value = value << 4 | digit
      index += 1
    }
    return value
  }
}
