import JSON
import Testing

@Test(
  arguments: [
    ("null", .null), (" true ", true), ("\t\r\nfalse\n", false), ("0", 0), ("-0", 0),
    ("9223372036854775807", .integer(.max)), ("-9223372036854775808", .integer(.min)),
    ("1.0", .number(1)), ("1e2", .number(100)), ("-0.0", .number(-0.0)), ("2E-2", .number(0.02)),
    ("0.1", .number(0.1)), ("5e-324", .number(.leastNonzeroMagnitude)), ("1e-400", .number(0)),
    ("1.7976931348623157e308", .number(.greatestFiniteMagnitude)),
    ("2.2250738585072011e-308", .number(.leastNormalMagnitude.nextDown)),
    ("9007199254740993.0", .number(9_007_199_254_740_992)),
    ("18446744073709551616", .number(18_446_744_073_709_551_616)),
    ("-9223372036854775808.0", .number(-9_223_372_036_854_775_808)),
    ("[]", []), ("[ ]", []), ("[1,[2]]", [1, [2]]), ("{}", [:]), ("{ \"a\" : [ ] }", ["a": []]),
    ("\"\"", ""), ("\"a\\\"\\\\\\/\\b\\f\\n\\r\\t\"", "a\"\\/\u{8}\u{C}\n\r\t"),
    ("\"\\u00e9\\uD83D\\uDE42\\u0000\"", "é🙂\u{0}"), ("\"é🙂\u{2028}\u{7F}\"", "é🙂\u{2028}\u{7F}"),
    ("\u{FEFF}[1]", [1]),
  ] as [(String, JSONValue)])
func `a JSON text reads as its value`(text: String, value: JSONValue) throws {
  #expect(try JSONValue(parsing: text) == value)
}

@Test(
  arguments: [
    ("", 1, 1, "there is no JSON here: the text is empty"),
    (" \n", 2, 1, "there is no JSON here: the text is empty"),
    ("[1,\n 2,]", 2, 4, "no value after the last ','; remove the comma"),
    ("{\"a\":1,}", 1, 8, "no member after the last ','; remove the comma"),
    ("[1 2]", 1, 4, "expected ',' or ']', found '2'"),
    ("[1", 1, 3, "expected ',' or ']', found the end of the text"),
    ("[", 1, 2, "expected a value, found the end of the text"),
    ("{\"é\" 1}", 1, 6, "expected ':' after a name, found '1'"),
    ("{a:1}", 1, 2, "expected a name in quotes, found 'a'"),
    ("{\"a\":1 \"b\"}", 1, 8, "expected ',' or '}', found '\"'"),
    ("True", 1, 1, "'True' is no JSON value; its words are true, false and null"),
    ("[NaN]", 1, 2, "'NaN' is no JSON value; its words are true, false and null"),
    ("'a'", 1, 1, "expected a value, found '''"),
    ("1 é", 1, 3, "the JSON value ended before this, but 'é' follows"),
    ("01", 1, 1, "a number must not start with 0"),
    ("-", 1, 2, "expected a digit after '-'"),
    ("1.", 1, 3, "expected a digit after the decimal point"),
    ("1e+", 1, 4, "expected a digit in the exponent"),
    ("1e400", 1, 1, "the number 1e400 is too large"),
    (
      "[9223372036854775809]", 1, 2,
      "the integer 9223372036854775809 does not fit 64 bits; write it as a string"
    ),
    ("[\"a", 1, 2, "this string has no closing quote"),
    ("\"a\nb\"", 1, 3, "a string must not hold the control character 0x0A; escape it"),
    ("\"\\x\"", 1, 2, "unknown escape; a backslash itself is written '\\\\'"),
    ("\"\\u12g4\"", 1, 2, "'\\u' needs four hexadecimal digits"),
    ("\"\\", 1, 2, "the text ends inside an escape"),
    ("\"\\ud83d\"", 1, 2, "\\uD83D is half of a surrogate pair and stands alone"),
    ("\"\\ude42\\ud83d\"", 1, 2, "\\uDE42 is half of a surrogate pair and stands alone"),
    ("\"\\ud83d\\u0041\"", 1, 2, "\\uD83D is half of a surrogate pair and stands alone"),
    ("\u{FEFF}?", 1, 1, "expected a value, found '?'"),
    ("{\"a\":1,\n\"a\":2}", 2, 1, "the name 'a' is given twice in one object"),
    ("{\"a\":1,\"\\u0061\":2}", 1, 8, "the name 'a' is given twice in one object"),
  ] as [(String, Int, Int, String)])
func `a broken text is refused at its place`(
  text: String, line: Int, column: Int, message: String
) {
  #expect(throws: JSONSyntaxError(message: message, line: line, column: column)) {
    try JSONValue(parsing: text)
  }
}

@Test(
  arguments: [
    ([0x22, 0x61, 0xFF, 0x22], 3, "the byte 0xFF is no valid UTF-8"),
    ([0x22, 0xC3, 0x22], 2, "the byte 0xC3 is no valid UTF-8"),
    ([0x22, 0x5C, 0x6E, 0xED, 0xA0, 0x80, 0x22], 4, "the byte 0xED is no valid UTF-8"),
    ([0x80], 1, "expected a value, found the byte 0x80, which is no valid UTF-8"),
    ([0x00], 1, "expected a value, found the control character 0x00"),
  ] as [([UInt8], Int, String)])
func `bytes that are no UTF-8 are refused`(bytes: [UInt8], column: Int, message: String) {
  #expect(throws: JSONSyntaxError(message: message, line: 1, column: column)) {
    try JSONValue(parsing: bytes)
  }
}

@Test func `a name given twice is found in a large object too`() throws {
  let names = (0..<300).map { "\"member-number-\($0)\":\($0)" }
  let text = "{" + names.joined(separator: ",") + "}"
  #expect(try JSONValue(parsing: text)["member-number-299"] == 299)
  for repeated in [0, 63, 64, 299] {
    let broken = text.dropLast() + ",\"member-number-\(repeated)\":0}"
    let error = #expect(throws: JSONSyntaxError.self) { try JSONValue(parsing: String(broken)) }
    #expect(error?.message == "the name 'member-number-\(repeated)' is given twice in one object")
  }
}

@Test func `depth is limited, and the limit itself is allowed`() throws {
  let nested = { (depth: Int) in
    String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
  }
  _ = try JSONValue(parsing: nested(128))
  let error = #expect(throws: JSONSyntaxError.self) { try JSONValue(parsing: nested(129)) }
  #expect(error?.message == "this array is nested more than 128 levels deep")
  #expect(error?.column == 129)
  #expect(throws: JSONSyntaxError.self) { try JSONValue(parsing: "[{}]", maximumDepth: 1) }
  _ = try JSONValue(parsing: "[{},{},[]]", maximumDepth: 2)
}

@Test func `an error reads as one line`() {
  let error = #expect(throws: JSONSyntaxError.self) { try JSONValue(parsing: "[1,\n2") }
  #expect(error?.description == "line 2, column 2: expected ',' or ']', found the end of the text")
}

@Test func `strings that share a slot of the cache stay apart`() throws {
  let texts = (0..<5000).map { "a string of some length, number \($0)" }
  let value = JSONValue.strings(texts + texts)
  #expect(try JSONValue(parsing: value.text()).strings == texts + texts)
}
