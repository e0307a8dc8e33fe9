import Foundation
import Testing

/// n8n looks for these words, in any case, in the message of a command that failed, and puts a text of
/// its own in the place of the whole message.
private let words = [
  "ECONNREFUSED", "ECONNRESET", "ENOTFOUND", "ETIMEDOUT", "ERRADDRINUSE", "EADDRNOTAVAIL",
  "ECONNABORTED", "EHOSTUNREACH", "EAI_AGAIN", "ENOENT", "EISDIR", "ENOTDIR", "EACCES", "EEXIST",
  "EPERM", "GETADDRINFO",
]

/// The texts in Swift or Lua source that have such a word: those in quotes, and the lines of those
/// over several lines.
private func texts(in source: String) -> [Substring] {
  var isInside = false
  return source.split(separator: "\n").flatMap { line -> [Substring] in
    let marks = line.ranges(of: "\"\"\"").count
    let (opens, closes) = (line.contains("[["), line.contains("]]"))
    var found: [Substring] = [line]
    if isInside {
      isInside = marks == 0 && !closes
    } else {
      let code = line.trimmingPrefix(while: \.isWhitespace)
      guard !code.hasPrefix("//"), !code.hasPrefix("--") else { return [] }
      isInside = marks == 1 || opens && !closes
      found = line.matches(of: /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/).map(\.0)
    }
    return found.filter { text in words.contains { text.uppercased().contains($0) } }
  }
}

@Test func `no text of ghlua has a word that n8n takes for another error`() throws {
  let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..")
  var count = 0
  for folder in ["Sources", "stdlib"] {
    let files = try #require(
      FileManager.default.enumerator(
        at: root.appending(path: folder), includingPropertiesForKeys: nil))
    for case let file as URL in files where ["swift", "lua"].contains(file.pathExtension) {
      count += 1
      let found = texts(in: try String(contentsOf: file, encoding: .utf8))
      #expect(found.isEmpty, "\(file.path)")
    }
  }
  #expect(count > 100)
}

@Test func `a text with such a word is found`() {
  #expect(texts(in: #"let hint = "it is preexisting""#).count == 1)
  let long = "let text = \"\"\"\n  a createPermission\n  \"\"\"\nlet fileExists = 1"
  #expect(texts(in: long).count == 1)
  #expect(texts(in: "doc = [[\nlate: ETIMEDOUT\n]]").count == 1)
  #expect(texts(in: "  // EPERM\n  case EPERM: \"no permission\"").isEmpty)
}
