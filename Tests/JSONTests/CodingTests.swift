import JSON
import Testing

private struct Step: Codable, Hashable {
  enum Kind: String, Codable { case update, delete }
  var kind: Kind
  var id: String
  var count: UInt8?
  var ratio: Double
  var tags: [String: [Int]]
  var before: JSONValue?
  var next: [Step]
}

@Test func `a nested type survives the way to JSON and back`() throws {
  let inner = Step(kind: .delete, id: "b", count: nil, ratio: 1, tags: [:], before: nil, next: [])
  let step = Step(
    kind: .update, id: "a", count: 7, ratio: 0.5, tags: ["y": [1], "x": []],
    before: ["unknown": [nil, 1.5]], next: [inner])
  let value = try JSONValue(encoding: step)
  #expect(
    value.text()
      == #"{"kind":"update","id":"a","count":7,"ratio":0.5,"tags":{"x":[],"y":[1]},"#
      + #""before":{"unknown":[null,1.5]},"next":[{"kind":"delete","id":"b","ratio":1.0,"#
      + #""tags":{},"next":[]}]}"#)
  #expect(try value.decode(Step.self) == step)
}

@Test(arguments: [
  ("{}", "there is no member 'kind'"),
  (#"{"kind":"upsert"}"#, "/kind: Cannot initialize Kind from invalid String value upsert"),
  (#"{"kind":"update","id":null}"#, "/id: expected a string, found null"),
  (#"{"kind":"update","id":"a","count":256}"#, "/count: the number 256 is no UInt8"),
  (#"{"kind":"update","id":"a","count":1.5}"#, "/count: the number 1.5 is no UInt8"),
  (
    #"{"kind":"update","id":"a","count":1.0,"ratio":"1"}"#,
    "/ratio: expected a number, found a string"
  ),
  (
    #"{"kind":"update","id":"a","ratio":2,"tags":{"a/b":[1,true]}}"#,
    "/tags/a~1b/1: expected an integer, found a boolean"
  ),
  (#"{"kind":"update","id":"a","ratio":2,"tags":[]}"#, "/tags: expected an object, found an array"),
  (
    #"{"kind":"update","id":"a","ratio":2,"tags":{},"next":[{}]}"#,
    "/next/0: there is no member 'kind'"
  ),
])
func `a value that does not fit names its place`(text: String, message: String) throws {
  let value = try JSONValue(parsing: text)
  let error = #expect(throws: JSONCodingError.self) { try value.decode(Step.self) }
  #expect(error?.description == message)
}

/// What an update asks for: absent leaves the member alone, null empties it.
private struct Patch: Codable, Hashable {
  enum CodingKeys: CodingKey { case phone }
  var phone: String??

  init(phone: String??) { self.phone = phone }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    guard container.contains(.phone) else {
      phone = .none
      return
    }
    let isNull = try container.decodeNil(forKey: .phone)
    phone = .some(isNull ? nil : try container.decode(String.self, forKey: .phone))
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    guard let phone else { return }
    if let phone {
      try container.encode(phone, forKey: .phone)
    } else {
      try container.encodeNil(forKey: .phone)
    }
  }
}

@Test(
  arguments: [("{}", nil), (#"{"phone":null}"#, .some(nil)), (#"{"phone":"1"}"#, "1")]
    as [(String, String??)])
func `null and absent are told apart`(text: String, phone: String??) throws {
  let value = try JSONValue(parsing: text)
  #expect(try value.decode(Patch.self) == Patch(phone: phone))
  #expect(try JSONValue(encoding: Patch(phone: phone)) == value)
}

@Test func `simple values and arrays are coded without a wrapper`() throws {
  #expect(try JSONValue(encoding: 3) == 3)
  #expect(try JSONValue(encoding: "a") == "a")
  #expect(try JSONValue(encoding: [1, nil, 3] as [Int?]) == [1, nil, 3])
  #expect(try JSONValue(encoding: [[1], []]) == [[1], []])
  #expect(try ([1, nil] as JSONValue).decode([Int?].self) == [1, nil])
  #expect(try (["a": 1] as JSONValue).decode(JSONValue.self) == ["a": 1])
  #expect(try JSONValue(encoding: [Bool]()) == [])
  #expect(try JSONValue(encoding: [String: Bool]()) == [:])
}

@Test func `what JSON cannot say is refused with its place`() {
  let infinite = #expect(throws: JSONCodingError.self) {
    try JSONValue(encoding: ["a": [1, Double.infinity]])
  }
  #expect(infinite?.description == "/a/1: JSON has no infinity and no NaN")
  let wide = #expect(throws: JSONCodingError.self) { try JSONValue(encoding: [UInt64.max]) }
  #expect(wide?.description == "/0: the integer 18446744073709551615 does not fit 64 bits")
  let nested = #expect(throws: JSONCodingError.self) {
    try JSONValue(encoding: ["b": ["c": .number(.nan)] as JSONValue])
  }
  #expect(nested?.pointer == "/b/c")
}
