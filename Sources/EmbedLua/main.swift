// EmbedLua OUTPUT ROOT FILE…: writes a Swift file with the text of every file below ROOT.
//
// String literals live in the binary's read-only data and are used from there without a copy.
import FoundationEssentials

/// A string literal on one line; everything that could end or change it is escaped.
func literal(_ text: String) -> String {
  var result = "\""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "\"", "\\": result += "\\\(scalar)"
    case "\n": result += "\\n"
    case " "..."~": result.unicodeScalars.append(scalar)
    default: result += "\\u{\(String(scalar.value, radix: 16))}"
    }
  }
  return result + "\""
}

/// What editors and people read, and programs do not; the tutorial is a page of `ghlua docs`, too.
func isForPeople(_ path: String) -> Bool {
  path.hasSuffix(".md") && path != "tutorial.md"
    || ["meta/", "examples/"].contains(where: path.hasPrefix)
}

func generatedSource(root: String, files: [String]) throws -> String {
  var source = "/// The files of the Lua library by their paths, in order.\n"
  source += "let embeddedFiles: [(path: String, text: String)] = [\n"
  for file in files.sorted() {
    let path = String(file.dropFirst(root.utf8.count + 1))
    if isForPeople(path) { continue }
    let text = try String(contentsOf: URL(filePath: file), encoding: .utf8)
    source += "  (\(literal(path)), \(literal(text))),\n"
  }
  return source + "]\n"
}

let arguments = CommandLine.arguments
let source = try generatedSource(root: arguments[2], files: Array(arguments[3...]))
try source.write(to: URL(filePath: arguments[1]), atomically: true, encoding: .utf8)
