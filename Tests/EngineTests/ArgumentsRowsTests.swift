import CSV
import Diagnostics
import Engine
import HighLevel
import JSON
import MockBackend
import Planning
import Testing

struct ArgumentsRowsTests {
  static let columns = [
    Engine.Parameter(name: "email", type: .email, unique: true),
    Engine.Parameter(name: "firstName", type: .string),
    Engine.Parameter(
      name: "location", type: .list, optional: true, elementType: .location, separator: ";"),
    Engine.Parameter(name: "role", type: .enum, defaultValue: "user", choices: ["user", "admin"]),
    Engine.Parameter(name: "like", type: .user, optional: true),
    Engine.Parameter(name: "password", type: .secret, optional: true, minimum: 4),
  ]

  func bench(_ text: String) -> Bench {
    var bench = Bench(
      Parameter(name: "users", type: .rows, position: 1, maximum: 5000, columns: Self.columns))
    bench.input = MemoryInput(["people.csv": text], standardInput: text)
    return bench
  }

  @Test(arguments: [
    "Email,First Name,location\na@x.test,Ana,Berlin;lisbon\n",
    "email;first_name;location\n\na@x.test;Ana;\"Berlin;lisbon\"\n",
    #"[{"email": "a@x.test", "firstName": "Ana", "location": ["Berlin", "Lisbon"]}]"#,
    #"{"email": "a@x.test", "firstName": "Ana", "location": "Berlin;Lisbon", "like": null}"#,
  ])
  func `CSV, JSON and NDJSON are told apart by content`(text: String) async throws {
    let arguments = try await bench(text).read("people.csv")
    let row = try #require(arguments.values["users"]?.array?.first)
    #expect(row["email"] == "a@x.test")
    #expect(row["firstName"] == "Ana")
    #expect(
      row["location"]?.array?.map { $0["id"] } == [
        .string(DefaultCompany.berlin), .string(DefaultCompany.lisbon),
      ])
    #expect(row["role"] == "user")
    #expect(row["like"] == nil)
    #expect(arguments.recorded == ["users": "people.csv"])
    #expect(arguments.badRows.isEmpty)
  }

  @Test func `a table comes from standard input or from JSON`() async throws {
    let bench = bench("email,firstName\na@x.test,Ana\n")
    #expect(try await bench.read("-").rowLines == ["users": [2]])
    let rows: JSONValue = [["email": "b@x.test", "firstName": "Bo", "password": "hush"]]
    let arguments = try await bench.read(named: ["users": rows])
    #expect(arguments.rowLines == ["users": [1]])
    #expect(
      arguments.recorded["users"] == [
        [
          "email": "b@x.test", "firstName": "Bo",
          "password": ["$secret": "users.password:1"],
        ]
      ])
  }

  @Test func `a bad value is the fault of its row`() async throws {
    let arguments = try await bench(
      """
      email,firstName,location,role,like,password
      a@x.test,Ana,Berlin,,john@deo.com,
      nonsense,,Atlantis,,,
      A@x.test,Bo,,admn,jon@deo.com,abc
      c@x.test,Cy,,,,

      """
    ).read("people.csv")
    #expect(arguments.rowLines == ["users": [2, 5]])
    #expect(arguments.badRows.map(\.line) == [3, 4])
    #expect(
      arguments.badRows[0].message
        == "email: expected an e-mail address, got 'nonsense'; firstName: the cell is empty; "
        + "location: no location is called 'Atlantis'; the locations are "
        + "Berlin, Lisbon, Madrid, PORTO, Porto, São Paulo, Zacatepec")
    #expect(
      arguments.badRows[1].message.hasPrefix(
        "email: 'A@x.test' is already in line 2; role: expected one of user, admin, got 'admn'; "
          + "did you mean 'admin'?; like: no user has the e-mail 'jon@deo.com'; did you mean"))
    #expect(arguments.badRows[1].message.hasSuffix("password: needs at least 4 characters, has 3"))
    #expect(arguments.badRows[0].values == ["email": "nonsense", "location": "Atlantis"])
    #expect(arguments.badRows[1].values["password"] == nil)
  }

  @Test func `rows of an array are counted`() async throws {
    let rows: JSONValue = [
      ["email": "b@x.test", "firstName": "Bo"], ["email": "B@x.test", "firstName": "Bob"],
    ]
    let arguments = try await bench("").read(named: ["users": rows])
    #expect(arguments.badRows.map(\.message) == ["email: 'B@x.test' is already in row 1"])
    #expect(arguments.badRows.map(\.line) == [2])
  }

  @Test func `the users of many rows are looked up together`() async throws {
    var text = "email,firstName,like\n"
    let people = DefaultCompany.state.users.map(User.init).filter { !$0.isDeleted }
    for (row, user) in people.enumerated() { text += "p\(row)@x.test,P,\(user.email)\n" }
    let bench = bench(text)
    let arguments = try await bench.read("people.csv")
    #expect(arguments.badRows.isEmpty)
    #expect(
      arguments.values["users"]?.array?.map { $0["like"]?["id"] } == people.map { .string($0.id) })
    #expect(bench.backend.calls == ["users.filter_by_email"])
  }

  @Test func `secrets of rows are marks, and open nothing`() async throws {
    var bench = bench("email,firstName,password\na@x.test,Ana,env:HOME\n")
    bench.input.environment["HOME"] = "not this"
    let arguments = try await bench.read("people.csv")
    #expect(arguments.values["users"]?.array?[0]["password"] == "~secret:users.password:2~")
    #expect(bench.secrets.value(of: "users.password:2") == "env:HOME")
    let table = try #require(arguments.tables["users"])
    #expect(table.header == ["email", "firstName", "password"])
    #expect(table.rows[0].fields == ["a@x.test", "Ana", ""])
  }

  @Test func `what an apply left of its input can be read again`() async throws {
    let arguments = try await bench(
      "email,firstName,reason\na@x.test,Ana,\"no, not now\"\nb@x.test,Bo,untouched\n"
    ).read("people.csv")
    #expect(arguments.values["users"]?.array?.map { $0["email"] } == ["a@x.test", "b@x.test"])
    let table = try #require(arguments.tables["users"])
    #expect(table.header == ["email", "firstName"])
    #expect(table.rows.map(\.fields) == [["a@x.test", "Ana"], ["b@x.test", "Bo"]])
    let misplaced = await bench("email,reason,firstName\na@x.test,x,Ana\n").faults(
      RawArguments(words: ["people.csv"], parameters: bench("").parameters))
    #expect(misplaced.first?.hasPrefix("unknown column 'reason'") == true, "\(misplaced)")
  }

  @Test func `a recipe may have such a column of its own`() async throws {
    let columns = [
      Self.columns[0], Engine.Parameter(name: "reason", type: .string),
    ]
    for (text, header) in [
      ("email,reason\na@x.test,why\n", ["email", "reason"]),
      ("reason,email,ghlua reason\nwhy,a@x.test,failed\n", ["reason", "email"]),
    ] {
      var bench = bench(text)
      bench.parameters[0].columns = columns
      let arguments = try await bench.read("people.csv")
      #expect(arguments.values["users"]?.array?.map { $0["reason"] } == ["why"])
      #expect(arguments.tables["users"]?.header == header)
    }
  }

  @Test func `two thousand rows cost a few calls`() async throws {
    let locations = ["Berlin", "Lisbon", "Madrid"]
    let likes = ["john@deo.com", "jane@deo.com", "olga@acme.example", "no@such.user"]
    var text = "email,firstName,location,like\n"
    for row in 0..<2000 {
      text += "p\(row)@x.test,P\(row),\(locations[row % 3]),\(likes[row % 4])\n"
    }
    let bench = bench(text)
    let arguments = try await bench.read("people.csv")
    #expect(arguments.rowLines["users"]?.count == 1500)
    #expect(arguments.badRows.count == 500)
    #expect(bench.backend.calls.count < 12, "\(bench.backend.calls)")
  }
}

struct ArgumentsTableFaultTests {
  private let good = "email,firstName\na@x.test,Ana\n"

  private func problems(_ text: String) async -> [Problem] {
    let bench = ArgumentsRowsTests().bench(text)
    guard let problem = await bench.problem("people.csv") else { return [] }
    return [problem] + problem.others
  }

  @Test(arguments: [
    ("", "people.csv: the input is empty"),
    ("email,firstName\na@x.test\n", "people.csv:2: this row has 1 field, but the header has 2"),
    ("email,firstName\na@x.test,\"Ana\n", "people.csv:2: the quote that opens in this line"),
    ("email,email\n", "people.csv:1: the header names the column 'email' twice"),
    ("email,Email,firstName\n", "people.csv:1: the columns 'email' and 'Email' are both 'email'"),
    ("firstName\nAna\n", "people.csv:1: the column 'email' is missing"),
    ("email,firstname,frstName\n", "people.csv:1: unknown column 'frstName'"),
    ("[{\"email\": 1,\n \"email\": 2}]", "people.csv:2:2: the name 'email' is given twice"),
    ("{}\n{\"email\": }\n", "people.csv:2:11: expected a value, found '}'"),
    ("{}\n\n[1]\n", "people.csv:3: this line is an array, not an object"),
    ("[{}, 5]", "people.csv: row 2 is the number 5, not an object"),
    ("[{\"mail\": \"x\"}]", "people.csv: unknown column 'mail'"),
  ])
  func `a fault of the whole refuses the table`(text: String, message: String) async throws {
    let problem = try #require(await problems(text).first)
    #expect(problem.code == .inputInvalid)
    let shown = "\(problem.place?.description ?? ""): \(problem.message)"
    #expect(shown.hasPrefix(message), "\(shown)")
  }

  @Test func `all unknown columns are named at once`() async {
    let problems = await problems("email,firstName,lokation,rol\na@x.test,Ana,,\n")
    #expect(problems.map(\.message) == ["unknown column 'lokation'", "unknown column 'rol'"])
    #expect(
      problems.map(\.hint) == ["did you mean 'location'?", "did you mean 'role'?"])
  }

  @Test func `a file that is not there comes with the nearest`() async {
    let faults = await ArgumentsRowsTests().bench(good).faults("poeple.csv")
    #expect(faults == ["there is no file 'poeple.csv' (did you mean 'people.csv'?)"])
  }

  @Test func `invalid UTF-8 is shown by its line`() async {
    var bench = ArgumentsRowsTests().bench(good)
    bench.input.files["people.csv"]?.append(contentsOf: [0x61, 0xFF, 0x0A])
    #expect(await bench.problem("people.csv")?.place?.line == 3)
  }

  @Test func `a table has a largest number of rows`() async {
    var bench = ArgumentsRowsTests().bench(good + "b@x.test,Bo\n")
    bench.parameters[0].maximum = 1
    #expect(await bench.faults("people.csv") == ["the table takes at most 1 rows, has 2"])
  }

  @Test func `wrong arguments come before wrong tables`() async {
    let bench = ArgumentsRowsTests().bench("")
    let problem = await bench.problem("people.csv", "--nope")
    #expect(problem?.code == .argumentsInvalid)
    #expect(problem?.others.map(\.code) == [.inputInvalid])
  }
}
