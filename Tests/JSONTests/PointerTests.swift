import JSON
import Testing

/// The document of RFC 6901, section 5, with its answers.
private let document: JSONValue = [
  "foo": ["bar", "baz"], "": 0, "a/b": 1, "c%d": 2, "e^f": 3, "g|h": 4, "i\\j": 5, "k\"l": 6,
  " ": 7, "m~n": 8, "~1": 9,
]

@Test(
  arguments: [
    ("", document), ("/foo", ["bar", "baz"]), ("/foo/0", "bar"), ("/", 0), ("/a~1b", 1),
    ("/c%d", 2), ("/e^f", 3), ("/g|h", 4), ("/i\\j", 5), ("/k\"l", 6), ("/ ", 7), ("/m~0n", 8),
    ("/~01", 9),
  ] as [(String, JSONValue)])
func `a pointer leads to its value`(pointer: String, value: JSONValue) {
  #expect(document.at(pointer: pointer) == value)
}

@Test(arguments: [
  "foo", "/bar", "/foo/2", "/foo/-1", "/foo/00", "/foo/+1", "/foo/-", "/foo/0/x", "/m~n", "/m~",
])
func `a pointer to nothing gives nothing`(pointer: String) {
  #expect(document.at(pointer: pointer) == nil)
}

@Test func `null at the end of a pointer is told from absence`() {
  let value: JSONValue = ["a": nil]
  #expect(value.at(pointer: "/a") == .some(.null))
  #expect(value.at(pointer: "/b") == nil)
}

@Test(arguments: ["", "a", "~", "/", "~1", "a/b~c~/", "é/🙂"])
func `an escaped name is one step of a pointer`(name: String) {
  #expect(JSONPointer.names(in: "/" + JSONPointer.escape(name)) == [name])
}
