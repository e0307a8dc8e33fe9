import LuaRuntime

/// Which lines of files ran: a line did when every function with code on it did.
struct LineCoverage {
  struct File {
    var name: String
    /// Whether each line ran, by its number.
    var lines: [Int: Bool]

    var covered: Int { lines.values.count(where: \.self) }
    var missed: [Int] { lines.filter { !$0.value }.keys.sorted() }
  }

  let files: [File]

  /// - Parameter runs: Those of any number of runs, in any order.
  init(_ runs: [LuaFileLines]) {
    struct Code: Hashable {
      var function: Int
      var line: Int
    }
    var files: [String: [Code: Bool]] = [:]
    for file in runs {
      for line in file.lines {
        let code = Code(function: line.function, line: line.line)
        files[file.file, default: [:]][code, default: false] =
          line.ran || files[file.file]?[code] == true
      }
    }
    self.files = files.map { name, codes in
      var lines: [Int: Bool] = [:]
      for (code, ran) in codes { lines[code.line] = ran && lines[code.line] != false }
      return File(name: name, lines: lines)
    }.sorted { $0.name < $1.name }
  }

  var total: Int { files.reduce(0) { $0 + $1.lines.count } }
  var covered: Int { files.reduce(0) { $0 + $1.covered } }
  /// Of nothing, everything ran.
  var percent: Double {
    total == 0 ? 100 : (Double(covered) * 1000 / Double(total)).rounded(.down) / 10
  }
}

extension [Int] {
  /// `3-5, 9`: sorted numbers, neighbours together.
  var asRanges: String {
    var ranges: [ClosedRange<Int>] = []
    for number in self {
      if let last = ranges.last, last.upperBound + 1 == number {
        ranges[ranges.count - 1] = last.lowerBound...number
      } else {
        ranges.append(number...number)
      }
    }
    return ranges.map { $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound)-\($0.upperBound)" }
      .joined(separator: ", ")
  }
}

extension Double {
  /// Without a fraction that is zero.
  var formatted: String { self == rounded() ? "\(Int(self))" : "\(self)" }
}
