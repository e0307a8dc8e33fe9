import CSV
import Testing

private func rows(_ text: String) throws(CSVError) -> [[String]] {
  let table = try CSVTable(parsing: text)
  return [table.header] + table.rows.map(\.fields)
}

@Test(arguments: [
  ("a,b\n1,2\n", [["a", "b"], ["1", "2"]]),
  ("a,b\r\n1,2", [["a", "b"], ["1", "2"]]),
  ("a,b\r1,2\r", [["a", "b"], ["1", "2"]]),
  ("\u{FEFF}a;b\n1,5;2\n", [["a", "b"], ["1,5", "2"]]),
  ("a\tb\n\t\n", [["a", "b"], ["", ""]]),
  ("a\n", [["a"]]),
  ("\n\na\n\n1\n\n", [["a"], ["1"]]),
  ("a\n\"\"\n", [["a"], [""]]),
  ("a,b\n\"x,\"\"y\"\"\",\"1\r\n2\"\n", [["a", "b"], ["x,\"y\"", "1\r\n2"]]),
  ("a,b\n5\" pipe, x \n", [["a", "b"], ["5\" pipe", " x "]]),
  ("\"a;b;c\",d\n1,2\n", [["a;b;c", "d"], ["1", "2"]]),
  ("name,ort\nJosé,Zürich 🙂\n", [["name", "ort"], ["José", "Zürich 🙂"]]),
])
func `a table reads as header and rows`(text: String, expected: [[String]]) throws {
  #expect(try rows(text) == expected)
}

@Test(
  arguments: [("a,b\n", .comma), ("a;b\n", .semicolon), ("a\tb\n", .tab), ("a\n", .comma)]
    as [(String, CSVTable.Delimiter)])
func `the header decides the delimiter`(text: String, delimiter: CSVTable.Delimiter) throws {
  #expect(try CSVTable(parsing: text).delimiter == delimiter)
}

@Test func `rows know the line they start in`() throws {
  let table = try CSVTable(parsing: "a,b\r\n1,\"x\r\ny\rz\nw\"\r\n\r\n2,3\r\n")
  #expect(table.rows.map(\.line) == [2, 7])
}

@Test(
  arguments: [
    ("", .empty, 1), ("\u{FEFF}\n\n", .empty, 1),
    ("a\n\"x\ny\n", .unclosedQuote, 2),
    ("a,b\n1,2\n\n3\n", .fieldCount(expected: 2, found: 1), 4),
    ("a,b\n\"1\n\",2\n3,4,5\n", .fieldCount(expected: 2, found: 3), 4),
    ("\na,b,a\n", .duplicateColumn(name: "a"), 2),
    ("a,,b\n", .unnamedColumn(number: 2), 1),
    ("a\n\"x\ny\"z\n", .textAfterQuote, 3),
    ("a\nb\u{0}\n", .binary, 2),
  ] as [(String, CSVError.Kind, Int)])
func `a broken table is refused at its line`(text: String, kind: CSVError.Kind, line: Int) {
  #expect(throws: CSVError(kind, line: line)) { try CSVTable(parsing: text) }
}

@Test func `fields over the most are refused where they begin`() throws {
  #expect(try CSVTable(parsing: "a,b\n1,2\n", maximumFields: 4).rows.count == 1)
  #expect(throws: CSVError(.tooManyFields(most: 5), line: 3)) {
    try CSVTable(parsing: "a,b\n1,2\n3,4\n", maximumFields: 5)
  }
}

@Test func `bytes that are no UTF-8 are refused at their line`() {
  let latin1: [UInt8] = Array("name\r\nJane\r\nJos".utf8) + [0xE9, 0x0A]
  #expect(throws: CSVError(.invalidUTF8, line: 3)) { try CSVTable(parsing: latin1) }
}

@Test(
  arguments: [
    (.fieldCount(expected: 3, found: 1), "line 9: this row has 1 field, but the header has 3"),
    (
      .fieldCount(expected: 1, found: 2),
      "line 9: this row has 2 fields, but the header has 1; "
        + "a value that holds a delimiter must be in quotes"
    ),
    (.binary, "line 9: this is no text file (it holds NUL bytes); save it as CSV in UTF-8"),
    (.unclosedQuote, "line 9: the quote that opens in this line is never closed"),
    (.duplicateColumn(name: "email"), "line 9: the header names the column 'email' twice"),
  ] as [(CSVError.Kind, String)])
func `an error says what is wrong`(kind: CSVError.Kind, text: String) {
  #expect(CSVError(kind, line: 9).description == text)
}
