import JSON
import Testing

@Test(
  arguments: [
    (.null, "null"), (.integer(.min), "-9223372036854775808"), (.number(1), "1.0"),
    (.number(0.1), "0.1"), (.number(1e21), "1e+21"), (.number(-0.0), "-0.0"),
    (.number(.leastNonzeroMagnitude), "5e-324"), ([], "[]"), (.object([:]), "{}"),
    (
      ["b": [1, true], "a": "é\n\"\\\u{1}/\u{7F}"], #"{"b":[1,true],"a":"é\n\"\\\u0001/\#u{7F}"}"#
    ),
  ] as [(JSONValue, String)])
func `compact text has no space and keeps the order`(value: JSONValue, text: String) {
  #expect(value.text() == text)
  #expect(value.utf8() == Array(text.utf8))
}

@Test func `pretty text has a member a line`() {
  let value: JSONValue = ["a": [1, [:], ["b": nil]], "c": [], "d": "x"]
  let expected = """
    {
      "a": [
        1,
        {},
        {
          "b": null
        }
      ],
      "c": [],
      "d": "x"
    }
    """
  #expect(value.text(pretty: true) == expected)
}

@Test func `ASCII text escapes all beyond the tilde`() {
  let value: JSONValue = ["é~\u{7F}": "日🙂\u{2028}"]
  #expect(value.text(ascii: true) == #"{"\u00e9~\u007f":"\u65e5\ud83d\ude42\u2028"}"#)
}

@Test func `canonical text is the same for equal values`() {
  let one: JSONValue = ["b": .number(-0.0), "aa": 1, "a": [["z": 1, "y": 2]], "é": nil, "B": "/é"]
  let two: JSONValue = ["é": nil, "a": [["y": 2, "z": 1]], "B": "/é", "aa": 1, "b": .number(0)]
  #expect(one == two)
  #expect(one.canonicalText() == #"{"B":"/é","a":[{"y":2,"z":1}],"aa":1,"b":0.0,"é":null}"#)
  #expect(two.canonicalText() == one.canonicalText())
}

@Test func `a number JSON cannot say is found before writing`() {
  #expect((["a/b": [1, .number(.nan)]] as JSONValue).pointerToNonFiniteNumber == "/a~1b/1")
  #expect(JSONValue.number(-.infinity).pointerToNonFiniteNumber == "")
  #expect((["a": [1, 2.5, "x", nil, true]] as JSONValue).pointerToNonFiniteNumber == nil)
}

@Test(arguments: [1, 2, 3, 20_261_121] as [UInt64])
func `any value reads back as it was written`(seed: UInt64) throws {
  var generator = SeededGenerator(seed: seed)
  for round in 0..<300 {
    let value = generator.value(depth: 4)
    let texts = [value.text(), value.text(pretty: true), value.text(ascii: true)]
    for text in texts + [value.canonicalText()] {
      let read = try JSONValue(parsing: text)
      #expect(read == value, "seed \(seed), round \(round): \(text)")
      #expect(read.canonicalText() == value.canonicalText(), "seed \(seed), round \(round)")
    }
    #expect(texts[2].utf8.allSatisfy { (0x20...0x7E).contains($0) }, "seed \(seed), round \(round)")
  }
}
