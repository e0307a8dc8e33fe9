import Testing

@testable import CommandLineTool

/// The editor of lines: from bytes to keys, from keys to a line, from a line to a row.
struct LineEditorTests {
  /// What is submitted when these bytes are typed.
  private func typed(_ text: String, history: [String] = []) -> [LineEditor.Effect] {
    var reader = KeyReader()
    var editor = LineEditor(history: LineHistory(history))
    return reader.keys(text.utf8).map { editor.take($0) }.filter { $0 != .changed }
  }

  @Test(arguments: [
    ("abc\r", "abc"), ("ac\u{1B}[Db\r", "abc"), ("abx\u{7F}c\r", "abc"),
    ("bc\u{01}a\r", "abc"), ("bc\u{1B}[Ha\u{1B}[Fd\r", "abcd"), ("bc\u{1B}OHa\r", "abc"),
    ("one two\u{17}three\r", "one three"), ("one two\u{1B}b\u{0B}2\r", "one 2"),
    ("one two\u{15}x\u{19}\r", "xone two"), ("xabc\u{01}\u{1B}[3~\r", "abc"),
    ("one two\u{1B}[1;5D\u{1B}[1;5D\u{1B}d1\r", "1 two"), ("Zoë 🙂\u{7F}!\r", "Zoë !"),
    ("e\u{301}x\u{1B}[D\u{7F}y\r", "yx"), ("a\u{1B}[99zb\r", "ab"), ("\tx\r", "  x"),
    ("ab\u{01}\u{04}\r", "b"), ("ab\u{02}\u{06}c\r", "abc"),
  ])
  func `keys edit the line`(bytes: String, line: String) {
    #expect(typed(bytes) == [.submitted(line)])
  }

  @Test func `bytes may come one by one`() {
    var reader = KeyReader()
    let keys = "é\u{1B}[1;5D\u{1B}[A".utf8.flatMap { reader.keys([$0]) }
    #expect(keys == [.text("é"), .wordLeft, .up])
  }

  @Test func `bytes that are no text are left out`() {
    var reader = KeyReader()
    #expect(
      reader.keys([0xFF, 0x61, 0xC3, 0x28]) == [.text("a"), .text("(")]
        || reader.keys([]) == [])
  }

  @Test(arguments: [
    ("\u{1B}[A\r", "two"), ("\u{1B}[A\u{1B}[A\r", "one"), ("x\u{1B}[A\u{1B}[B\r", "x"),
    ("\u{1B}[A\u{1B}[A\u{1B}[A\u{1B}[A!\r", "one!"), ("\u{12}on\r", "one"),
    ("\u{12}o\u{12}\u{1B}[C!\r", "one!"), ("\u{12}zz\u{7F}\u{7F}tw\u{1B}[C\r", "two"),
    ("x\u{12}one\u{07}y\r", "xy"),
  ])
  func `older lines come back`(bytes: String, line: String) {
    #expect(typed(bytes, history: ["one", "two"]) == [.submitted(line)])
  }

  @Test func `Ctrl-C throws the line away and Ctrl-D ends an empty one`() {
    #expect(typed("abc\u{03}\u{04}") == [.interrupted, .ended])
    #expect(typed("x\u{0C}") == [.wantsClearScreen])
  }

  @Test func `completion adds what is sure, then shows what fits`() {
    var editor = LineEditor()
    _ = editor.take(.text("ghl.us"))
    #expect(editor.take(.tab) == .wantsCompletion)
    #expect(editor.complete(Completion(start: 4, candidates: ["users"])) == [])
    #expect(editor.buffer.text == "ghl.users")
    _ = editor.take(.text(".f"))
    let both = Completion(start: 10, candidates: ["filter_by_email(", "find("])
    #expect(editor.complete(both) == [])
    #expect(editor.buffer.text == "ghl.users.fi")
    #expect(editor.complete(both) == both.candidates)
  }

  @Test(arguments: [
    ("ghl.users.fi", 10, "fi", ["ghl", "users"], ""), ("x = gh", 4, "gh", [], ""),
    ("print(ghl.us", 10, "us", ["ghl"], ""), ("name:up", 5, "up", ["name"], ""),
  ])
  func `the word before the cursor is known with the names before it`(
    text: String, start: Int, word: String, path: [String], function: String
  ) {
    let completion = ReplCompletion(before: text)
    #expect(completion.start == start && completion.word == word)
    #expect(completion.path == path && completion.function == function)
  }

  @Test func `inside a text it is known what it is given to`() {
    let completion = ReplCompletion(before: #"local u = require "ghl."#)
    #expect(completion.path == nil && completion.function == "require")
    #expect(completion.word == "ghl." && completion.start == 19)
    #expect(ReplCompletion(before: #"ghl.users.find("jo"#).function == "ghl.users.find")
    #expect(ReplCompletion(before: ":pl").function == ":")
  }

  @Test func `a long line is moved aside, and wide characters count twice`() {
    let row = LineView.row(
      prompt: "> ", promptWidth: 2, buffer: LineBuffer(String(repeating: "x", count: 100)),
      width: 40)
    #expect(row.filter { $0 == "x" }.count == 37 && row.hasSuffix("\u{1B}[39C"))
    let wide = LineView.row(prompt: "> ", promptWidth: 2, buffer: LineBuffer("李娜"), width: 40)
    #expect(wide.hasSuffix("\u{1B}[6C"))
  }

  @Test(arguments: [
    ("ghl.users.update(id, { password = \"x\" })", true), (" private", true),
    ("t = 'pit-123'", true), ("ghl.users.find('a@b.test')", false),
  ])
  func `lines that may hold a secret are known`(line: String, isPrivate: Bool) {
    #expect(SecretLine.isPrivate(line) == isPrivate)
  }
}
