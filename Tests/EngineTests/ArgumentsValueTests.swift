import Diagnostics
import Engine
import JSON
import Planning
import Testing

struct ArgumentsValueTests {
  /// The value that a text becomes under a type.
  private func value(_ text: JSONValue, _ parameter: Engine.Parameter) async throws -> JSONValue? {
    try await Bench(parameter).read(named: [parameter.name: text]).values[parameter.name]
  }

  private func fault(_ value: JSONValue, _ parameter: Engine.Parameter) async -> String? {
    await Bench(parameter).faults(named: [parameter.name: value]).first
  }

  @Test(arguments: [
    (ValueType.integer, "-5", JSONValue.integer(-5)), (.number, "2.5", .number(2.5)),
    (.date, "today", "2026-11-21"), (.date, "2024-02-29", "2024-02-29"),
    (.duration, "90s", 90), (.duration, "1h30m", 5400), (.duration, "2d", 172_800),
    (.email, " ana@acme.test ", "ana@acme.test"), (.string, " as is ", " as is "),
    (.scope, "contacts.write", "contacts.write"),
    (.permission, "contactsEnabled", "contactsEnabled"),
  ])
  func `written forms become values`(type: ValueType, text: String, expected: JSONValue)
    async throws
  {
    #expect(try await value(.string(text), Parameter(name: "x", type: type)) == expected)
  }

  @Test(arguments: [
    (ValueType.integer, JSONValue.string("3.5"), "expected a whole number, got '3.5'"),
    (.integer, true, "expected a whole number, got true"),
    (.number, "0x10", "expected a number, got '0x10'"),
    (.number, "nan", "expected a number, got 'nan'"),
    (.flag, "maybe", "expected true, false, yes or no, got 'maybe'"),
    (.date, "2023-02-29", "expected a date as 2026-01-31, or today, got '2023-02-29'"),
    (.date, "31.12.2026", "expected a date as 2026-01-31, or today, got '31.12.2026'"),
    (.duration, "5", "expected a duration as 90s, 5m, 2h, 1d or 1h30m, got '5'"),
    (
      .duration, "99999999999999999w",
      "expected a duration as 90s, 5m, 2h, 1d or 1h30m, "
        + "got '99999999999999999w'"
    ),
    (.email, "ana@acme", "expected an e-mail address, got 'ana@acme'"),
    (.string, 5, "expected a text, got the number 5"),
    (.list, 5, "expected a list, got the number 5"),
    (.scope, "contact.write", "there is no scope 'contact.write' (did you mean 'contacts.write'"),
    (.permission, "contactEnabled", "there is no permission 'contactEnabled' (did you mean "),
  ])
  func `what does not fit is told with what was expected`(
    type: ValueType, value: JSONValue, expected: String
  ) async {
    let message = await fault(value, Parameter(name: "x", type: type))
    #expect(message?.hasPrefix("argument 'x': \(expected)") == true, "\(message ?? "no fault")")
  }

  @Test func `choices are listed, with the nearest`() async {
    let role = Parameter(name: "role", type: .enum, choices: ["admin", "user"])
    #expect(
      await fault("admn", role)
        == "argument 'role': expected one of admin, user, got 'admn' (did you mean 'admin'?)")
  }

  @Test func `bounds hold for numbers, texts and lists`() async {
    let number = Parameter(name: "n", type: .integer, minimum: 1, maximum: 9)
    #expect(await fault("10", number) == "argument 'n': 10 is too large; the most is 9")
    let text = Parameter(name: "t", type: .string, minimum: 3)
    #expect(await fault("ab", text) == "argument 't': needs at least 3 characters, has 2")
    let list = Parameter(name: "l", type: .list, maximum: 1)
    #expect(await fault("a,b", list) == "argument 'l': takes at most 1 elements, has 2")
  }

  @Test func `the elements of a list have a type and a separator`() async throws {
    let list = Parameter(name: "l", type: .list, elementType: .integer, separator: ";")
    #expect(try await value("1; 2;;3", list) == [1, 2, 3])
    #expect(try await value([4, "5"], list) == [4, 5])
    #expect(await fault("1;x", list) == "argument 'l': expected a whole number, got 'x'")
  }

  @Test func `null is an argument not given, and a default steps in unrecorded`() async throws {
    let parameter = Parameter(name: "n", type: .integer, defaultValue: 7)
    let arguments = try await Bench(parameter).read(named: ["n": nil])
    #expect(arguments.values == ["n": 7])
    #expect(arguments.recorded.isEmpty)
  }

  @Test func `a default that does not fit is shown in the recipe`() async throws {
    var bench = Bench(Parameter(name: "n", type: .integer, defaultValue: "x", line: 2))
    bench.file = RecipeFile(
      name: "a.lua", displayName: "a.lua", source: "--\np.integer 'n'", folder: nil,
      isShipped: false)
    let problem = try #require(await bench.problem())
    #expect(problem.message == "the default of argument 'n': expected a whole number, got 'x'")
    #expect(problem.place?.description == "a.lua:2")
    #expect(problem.source == "p.integer 'n'")
  }

  @Test func `a file parameter is the text of the file`() async throws {
    var bench = Bench(Parameter(name: "body", type: .file))
    bench.input = MemoryInput(["a.txt": "\u{FEFF}hello"], standardInput: "from a pipe")
    bench.input.files["bad"] = [0xFF]
    let arguments = try await bench.read("--body", "a.txt")
    #expect(arguments.values == ["body": "hello"])
    #expect(arguments.recorded == ["body": "a.txt"])
    #expect(try await bench.read("--body", "-").values == ["body": "from a pipe"])
    #expect(
      await bench.faults("--body=b.txt") == [
        "argument 'body': there is no file 'b.txt' (did you mean 'a.txt'?)"
      ])
    #expect(
      await bench.faults("--body=bad").first == "argument 'body': 'bad' is no valid UTF-8 "
        + "(save it as text in UTF-8)")
  }

  @Test func `standard input goes to one taker`() async {
    var bench = Bench(
      Parameter(name: "a", type: .file), Parameter(name: "b", type: .file))
    bench.input = MemoryInput(standardInput: "x")
    #expect(
      await bench.faults("--a=-", "--b=-") == [
        "standard input can be read once, but 'a' and 'b' want it (give files instead)"
      ])
  }
}

struct ArgumentsSecretTests {
  let parameter = Parameter(name: "password", type: .secret, minimum: 8)

  @Test func `a recipe gets a mark and the plan a name`() async throws {
    var bench = Bench(parameter)
    bench.input = MemoryInput(["pw.txt": "correct horse\n"])
    bench.input.environment["PW"] = "battery staple"
    for (given, secret) in [
      ("raw secret", "raw secret"), ("env:PW", "battery staple"),
      ("file:pw.txt", "correct horse"),
    ] {
      let arguments = try await bench.read("--password", given)
      #expect(arguments.values == ["password": "~secret:password~"])
      #expect(arguments.recorded == ["password": ["$secret": "password"]])
      #expect(bench.secrets.value(of: "password") == secret)
    }
  }

  @Test func `no message shows a secret`() async {
    let bench = Bench(parameter)
    let faults = await bench.faults("--password", "hunter2", "stray-hunter2")
    #expect(faults.count == 2)
    #expect(!faults.joined().contains("hunter2"))
    #expect(!(await bench.faults(named: ["password": 12_345])).joined().contains("12345"))
    #expect(
      await bench.faults("--password", "env:NOPE") == [
        "argument 'password': the environment variable 'NOPE' is not set"
      ])
  }
}

typealias ValueType = Engine.Parameter.ValueType
