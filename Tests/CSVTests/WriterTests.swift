import CSV
import Testing

@Test func `only fields that need quotes get them`() {
  #expect(
    CSVTable.line(["a", "b,c", "d;e", "say \"hi\"", "1\n2", " x ", ""])
      == "a,\"b,c\",\"d;e\",\"say \"\"hi\"\"\",\"1\n2\", x ,\n")
  #expect(CSVTable.line(["a", "b"], delimiter: .semicolon) == "a;b\n")
  #expect(CSVTable.line([""]) == "\"\"\n")
}

/// SplitMix64: the same seed gives the same tables on every machine.
private struct SeededGenerator: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
    return mixed ^ mixed >> 31
  }

  mutating func field() -> String {
    let pieces = [
      "a", ",", ";", "\t", "\"", "\n", "\r", "\r\n", " ", "é", "🙂", "\u{FEFF}", "e\u{301}", "x1",
    ]
    let count = Int.random(in: 0..<5, using: &self)
    return (0..<count).map { _ in pieces.randomElement(using: &self) ?? "" }.joined()
  }

  mutating func table() -> CSVTable {
    let width = Int.random(in: 1...4, using: &self)
    let header = (0..<width).map { field() + "\($0)" }
    let height = Int.random(in: 0..<5, using: &self)
    let rows = (0..<height).map { _ in
      CSVTable.Row(line: 0, fields: (0..<width).map { _ in field() })
    }
    let delimiter = CSVTable.Delimiter.allCases.randomElement(using: &self) ?? .comma
    return CSVTable(header: header, rows: rows, delimiter: delimiter)
  }
}

@Test(arguments: [1, 2, 3, 20_261_121] as [UInt64])
func `any table reads back as it was written`(seed: UInt64) throws {
  var generator = SeededGenerator(state: seed)
  for round in 0..<300 {
    let table = generator.table()
    let read = try CSVTable(parsing: table.text)
    #expect(read.header.map(bytes) == table.header.map(bytes), "seed \(seed), round \(round)")
    #expect(
      read.rows.map { $0.fields.map(bytes) } == table.rows.map { $0.fields.map(bytes) },
      "seed \(seed), round \(round)")
  }
}

/// Strings compare by their letters; what is read must be the same bytes.
private func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }
