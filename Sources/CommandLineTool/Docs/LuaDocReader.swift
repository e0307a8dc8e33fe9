/// Reads the annotations of a module from its text.
struct LuaDocReader {
  private var doc = LuaDoc()
  private var block: [Substring] = []
  /// Local names of other modules: `places` to `ghl.places`.
  private var modules: [Substring: String] = [:]
  private var isInTable = false

  static func read(_ source: String) -> LuaDoc {
    var reader = LuaDocReader()
    let lines = source.split(separator: "\n", omittingEmptySubsequences: false)
    reader.doc.summary = lines.prefix { $0.hasPrefix("--") && !$0.hasPrefix("---") }
      .map { $0.drop { $0 == "-" || $0 == " " } }.joined(separator: " ")
    for line in lines { reader.take(line) }
    return reader.doc
  }

  private mutating func take(_ line: Substring) {
    if line.hasPrefix("---") {
      block.append(line.dropFirst(3))
      return
    }
    defer { block = [] }
    if let match = line.wholeMatch(of: /local (\w+) = require "([\w.]+)"/) {
      modules[match.1] = String(match.2)
    } else if line.hasPrefix("local M = {") {
      isInTable = !line.hasSuffix("}")
    } else if isInTable, let match = line.wholeMatch(of: /\s+(\w+) = (\w+)\.\w+,/) {
      if let module = modules[match.2] {
        doc.borrowed.append(LuaDoc.Borrowed(name: String(match.1), module: module))
      }
    } else if isInTable {
      isInTable = !line.hasPrefix("}")
    } else if block.isEmpty {
      return
    } else if let match = line.wholeMatch(of: /function ((?:\w+\.)*)(\w+)\(([^)]*)\).*/) {
      let names = match.3.split(separator: ",").map { String($0.drop { $0 == " " }) }
      doc.functions.append(function(String(match.1.dropLast()), String(match.2), names))
    } else if let tag = tags("class").first {
      doc.classes.append(
        LuaDoc.Class(name: Self.word(tag).0, fields: tags("field").map(Self.parameter)))
    } else if let match = line.wholeMatch(of: /[\w.]*?(\w+) = .*/) {
      doc.values.append(
        LuaDoc.Value(name: String(match.1), type: tags("type").first ?? "any", text: text))
    }
  }

  private func function(_ owner: String, _ name: String, _ arguments: [String]) -> LuaDoc.Function {
    LuaDoc.Function(
      owner: owner, name: name, arguments: arguments, text: text,
      parameters: tags("param").map(Self.parameter),
      results: tags("return").map { tag in
        let (type, help) = Self.type(tag)
        return LuaDoc.Result(type: type, help: help)
      })
  }

  private static func parameter(_ tag: String) -> LuaDoc.Parameter {
    let (word, rest) = word(tag)
    let (type, help) = type(rest)
    return LuaDoc.Parameter(
      name: word.hasSuffix("?") ? String(word.dropLast()) : word,
      optional: word.hasSuffix("?") || type.hasSuffix("|nil"), type: type, help: help)
  }

  /// What follows the tags of that name; a line that is indented continues the one before it.
  private func tags(_ name: String) -> [String] {
    var result: [String] = []
    var isOpen = false
    for line in block {
      if line.hasPrefix("@\(name) ") {
        result.append(String(line.dropFirst(name.count + 2)))
        isOpen = true
      } else if isOpen, line.hasPrefix("  "), let last = result.indices.last {
        result[last] += " \(line.drop { $0 == " " })"
      } else {
        isOpen = false
      }
    }
    return result
  }

  private var text: LuaDoc.Text {
    var text = LuaDoc.Text()
    var paragraphs: [String] = [""]
    var isCode = false
    var code: [Substring] = []
    for line in block.prefix(while: { !$0.hasPrefix("@") }) {
      if line.hasPrefix("```") {
        isCode.toggle()
      } else if isCode {
        code.append(line)
      } else if line.isEmpty {
        paragraphs.append("")
      } else {
        let last = paragraphs.indices.last ?? 0
        paragraphs[last] += paragraphs[last].isEmpty ? String(line) : " \(line)"
      }
    }
    paragraphs.removeAll(where: \.isEmpty)
    text.summary = paragraphs.first ?? ""
    text.more = Array(paragraphs.dropFirst())
    text.example = code.joined(separator: "\n")
    return text
  }

  private static func word(_ text: String) -> (String, String) {
    let word = text.prefix { $0 != " " }
    return (String(word), String(text.dropFirst(word.count).drop { $0 == " " }))
  }

  /// A type ends at the first space that is in no bracket and follows no `:` or `,`.
  private static func type(_ text: String) -> (String, String) {
    var depth = 0
    var previous: Character = " "
    for index in text.indices {
      switch text[index] {
      case "(", "{", "<", "[": depth += 1
      case ")", "}", ">", "]": depth -= 1
      case " " where depth == 0 && previous != ":" && previous != ",":
        return (
          String(text[..<index]), String(text[text.index(after: index)...].drop { $0 == " " })
        )
      default: break
      }
      previous = text[index]
    }
    return (text, "")
  }
}
