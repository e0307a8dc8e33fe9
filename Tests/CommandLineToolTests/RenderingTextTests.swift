import Testing

@testable import CommandLineTool

@Suite struct RenderingTextTests {
  @Test(
    arguments: [
      ("", 0), ("Berlin", 6), ("São Paulo", 9), ("Sa\u{303}o", 3), ("李 娜", 5), ("한국", 4),
      ("\u{1112}\u{1161}\u{11AB}", 2), ("👩‍👩‍👧", 2), ("🇵🇹", 2), ("❤️", 2), ("Οδυσσέας", 8),
    ])
  func `the width of a text is counted in columns`(text: String, width: Int) {
    #expect(text.displayWidth == width)
  }

  @Test func `a text is cut between characters, never inside a wide one`() {
    #expect("さくら".truncated(to: 6) == "さくら")
    #expect("さくら".truncated(to: 5) == "さく…")
    #expect("さくら".truncated(to: 4) == "さ…")
    #expect("Mary-Jane".truncated(to: 5) == "Mary…")
  }

  @Test func `padding counts columns`() {
    #expect("李".padded(to: 4) + "|" == "李  |")
    #expect("longer".padded(to: 4) == "longer")
  }

  @Test func `nothing in a name reaches the terminal as a command`() {
    #expect("a\u{1B}[2Jb".printable == "a\\u{1B}[2Jb")
    #expect("a\u{9B}31mb\n\r".printable == "a\\u{9B}31mb\\n\\r")
    #expect("user\u{202E}moc.live".printable == "user\\u{202E}moc.live")
    #expect("Zoë 李 محمد 👩‍👩‍👧".printable == "Zoë 李 محمد 👩‍👩‍👧")
  }

  @Test func `words are wrapped to the width and never cut`() {
    let style = TextStyle(color: false, width: 24)
    #expect(style.wrap("one two three four five six") == ["one two three four five", "six"])
    #expect(
      style.wrap("see https://example.com/a/very/long/path now")
        == ["see", "https://example.com/a/very/long/path", "now"])
    #expect(style.wrap("") == [])
  }

  @Test func `colour is only there when it is wanted`() {
    #expect(Samples.plain.bold("x") == "x")
    #expect(Samples.coloured.bold("x") == "\u{1B}[1mx\u{1B}[0m")
    #expect(Samples.coloured.red("") == "")
  }

  @Test func `a table shrinks its yielding columns first`() {
    let table = TextTable(
      headings: ["Name", "E-mail"],
      rows: [["Guadalupe Ortiz de la Cruz", "lupita@acme.example"], ["李 娜", "li@x.y"]], indent: 0,
      yielding: [0])
    let expected = """
      Name             E-mail
      Guadalupe Orti…  lupita@acme.example
      李 娜            li@x.y

      """
    #expect(table.text(TextStyle(color: false, width: 36)) == expected)
  }

  @Test(arguments: [(0, "0"), (999, "999"), (1000, "1,000"), (1_234_567, "1,234,567")])
  func `numbers are grouped`(number: Int, text: String) {
    #expect(number.grouped == text)
  }
}
