import CSV
import Diagnostics
import JSON

/// A table as it came in: nothing typed, columns as the input names them.
struct RowTable {
  struct Row {
    /// The line of a text, or the place in an array; from 1.
    var line: Int
    /// One value a column; nil where there is none.
    var cells: [JSONValue?]
  }

  var columns: [String]
  var rows: [Row]
  var delimiter = CSVTable.Delimiter.comma
  /// Whether every row was forced to have all columns, as in CSV.
  var isRectangular: Bool
  /// What a row's number counts, for people: `line`, or `row` of an array.
  var unit = "line"

  /// Whether it may be what an apply left of its input (`failed.csv` and its like, as `RowFiles`
  /// writes them), to be given to the recipe again.
  var mayEndWithReasons: Bool {
    isRectangular && ["reason", "ghlua reason"].contains(columns.last)
  }

  /// Reads CSV, a JSON array of objects or NDJSON, told apart by the first character.
  /// - Parameter name: the file, for errors.
  init(bytes: [UInt8], name: String) throws(Problem) {
    let content = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...]
    switch content.first(where: { !Self.isSpace($0) }) {
    case nil:
      throw Problem(
        .inputInvalid, "the input is empty", hint: "its first line must name the columns",
        at: Place(name))
    case UInt8(ascii: "["): try self.init(array: Self.parse(bytes, name), name: name)
    case UInt8(ascii: "{"): try self.init(lines: content, name: name)
    default: try self.init(csv: bytes, name: name)
    }
  }

  private init(csv bytes: [UInt8], name: String) throws(Problem) {
    let table: CSVTable
    do throws(CSVError) {
      table = try CSVTable(parsing: bytes)
    } catch {
      throw Problem(.inputInvalid, error.message, at: Place(name, line: error.line))
    }
    columns = table.header.map(\.trimmed)
    delimiter = table.delimiter
    isRectangular = true
    rows = table.rows.map { row in
      Row(line: row.line, cells: row.fields.map { $0.isEmpty ? nil : .string($0) })
    }
  }

  /// A JSON array of objects; rows are counted, as lines mean little in it.
  init(array: JSONValue, name: String) throws(Problem) {
    guard let elements = array.array else {
      throw Problem(
        .inputInvalid, "expected an array of objects, got \(ValueReader.describe(array))",
        at: Place(name))
    }
    var objects: [(line: Int, fields: JSONObject)] = []
    for (index, element) in elements.enumerated() {
      guard let fields = element.object else {
        throw Self.noObject(element, "row \(index + 1)", Place(name))
      }
      objects.append((index + 1, fields))
    }
    self.init(objects)
    unit = "row"
  }

  private init(lines content: ArraySlice<UInt8>, name: String) throws(Problem) {
    var objects: [(line: Int, fields: JSONObject)] = []
    let lines = content.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    for (index, bytes) in lines.enumerated() where !bytes.allSatisfy(Self.isSpace) {
      let value = try Self.parse(bytes, name, firstLine: index + 1)
      guard let fields = value.object else {
        throw Self.noObject(value, "this line", Place(name, line: index + 1))
      }
      objects.append((index + 1, fields))
    }
    self.init(objects)
  }

  private init(_ objects: [(line: Int, fields: JSONObject)]) {
    var places: [String: Int] = [:]
    var columns: [String] = []
    for (_, fields) in objects {
      for key in fields.keys where places[key] == nil {
        places[key] = columns.count
        columns.append(key)
      }
    }
    rows = objects.map { line, fields in
      var cells = [JSONValue?](repeating: nil, count: columns.count)
      for member in fields where !member.value.isNull && member.value != "" {
        if let place = places[member.key] { cells[place] = member.value }
      }
      return Row(line: line, cells: cells)
    }
    self.columns = columns
    isRectangular = false
  }

  private static func parse(
    _ bytes: some Collection<UInt8>, _ name: String, firstLine: Int = 1
  ) throws(Problem) -> JSONValue {
    do throws(JSONSyntaxError) {
      return try JSONValue(parsing: bytes)
    } catch {
      let place = Place(name, line: error.line + firstLine - 1, column: error.column)
      throw Problem(.inputInvalid, error.message, at: place)
    }
  }

  private static func noObject(_ value: JSONValue, _ what: String, _ place: Place) -> Problem {
    Problem(
      .inputInvalid, "\(what) is \(ValueReader.describe(value)), not an object",
      hint: "a row is an object with a member for each column", at: place)
  }

  private static func isSpace(_ byte: UInt8) -> Bool {
    byte == 0x20 || (0x09...0x0D).contains(byte)
  }
}

extension RowTable {
  /// The table as CSV, as wide as the given columns; cells at those places are left empty.
  func csv(_ columns: ArraySlice<String>, withoutColumns hidden: Set<Int>) -> CSVTable {
    let rows = rows.map { row in
      CSVTable.Row(
        line: row.line,
        fields: row.cells.prefix(columns.count).enumerated().map { place, cell in
          hidden.contains(place) ? "" : Self.text(cell)
        })
    }
    return CSVTable(header: Array(columns), rows: rows, delimiter: delimiter)
  }

  /// A cell as one text; what is no text in the input is its JSON.
  static func text(_ cell: JSONValue?) -> String {
    switch cell {
    case nil: ""
    case .string(let text)?: text
    case let value?: value.text()
    }
  }
}
