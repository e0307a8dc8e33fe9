import JSON
import LuaRuntime
import Testing

private struct Person: Codable, Equatable {
  var id: String
  var age: Int
  var tags: [String]
  var phone: String?
}

@Test func `a Codable value goes through Lua and comes back`() async throws {
  let ana = Person(id: "0001", age: 40, tags: [], phone: nil)
  let value = try await evaluate(
    "local person = ...; person.age = person.age + 1; return person",
    arguments: try JSONValue(encoding: ana))
  #expect(try value?.decode(Person.self) == Person(id: "0001", age: 41, tags: [], phone: nil))
}

@Test func `fields that a type does not know are kept on the way`() async throws {
  let record: JSONValue = ["id": "u1", "future": ["a": .null, "b": [1.5, 2]], "tags": []]
  let value = try await evaluate("local r = ...; r.id = 'u2'; return r", arguments: record)
  #expect(value == ["id": "u2", "future": ["a": .null, "b": [1.5, 2]], "tags": []])
}
