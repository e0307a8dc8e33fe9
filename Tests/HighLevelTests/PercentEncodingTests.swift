import HighLevel
import Testing

@Test(arguments: [
  ("abc-._~XYZ019", "abc-._~XYZ019"), ("", ""), ("a b", "a%20b"), ("a/b?c#d", "a%2Fb%3Fc%23d"),
  ("100%", "100%25"), ("é", "%C3%A9"), ("+&=", "%2B%26%3D"), ("\u{0}\u{7F}", "%00%7F"),
])
func `what a URL gives a meaning to is written in percent`(text: String, encoded: String) {
  #expect(PercentEncoding.encode(text) == encoded)
  #expect(PercentEncoding.decode(encoded) == text)
}

@Test func `a path keeps its slashes`() {
  #expect(PercentEncoding.encode("/a b/c", keepingSlashes: true) == "/a%20b/c")
}

@Test(arguments: [
  ("%zz", "%zz"), ("%", "%"), ("%4", "%4"), ("%41", "A"), ("%4a%4A", "JJ"), ("%%41", "%A"),
  ("a+b", "a+b"), ("%2B", "+"), ("é", "é"),
])
func `what is no pair of digits stays as it is`(encoded: String, text: String) {
  #expect(PercentEncoding.decode(encoded) == text)
}

@Test func `a byte that is no UTF-8 becomes a replacement character`() {
  #expect(PercentEncoding.decode("a%FFb") == "a\u{FFFD}b")
}

@Test func `queries and forms are taken apart as browsers put them together`() {
  let fields = PercentEncoding.fields("a=1+2&b=%C3%A9%3D&c&&d=%zz&a=&=x&e=1=2")
  #expect(fields.map(\.name) == ["a", "b", "c", "d", "a", "", "e"])
  #expect(fields.map(\.value) == ["1 2", "é=", "", "%zz", "", "x", "1=2"])
}
