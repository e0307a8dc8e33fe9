import Diagnostics
import Engine
import HighLevel
import JSON
import MockBackend
import Testing

struct ArgumentsEntityTests {
  let bench = Bench(
    Parameter(name: "user", type: .user, position: 1, optional: true),
    Parameter(name: "to", type: .location, position: 2, optional: true))

  private func id(_ reference: String) async throws -> JSONValue? {
    try await bench.read(named: ["user": .string(reference)]).values["user"]?["id"]
  }

  private func location(_ reference: String) async throws -> JSONValue? {
    try await bench.read(named: ["to": .string(reference)]).values["to"]?["id"]
  }

  @Test(arguments: [
    DefaultCompany.johnDeo, "john@deo.com", " JOHN@deo.com", "John Deo", "john  deo",
  ])
  func `a user is found by id, e-mail and name`(reference: String) async throws {
    #expect(try await id(reference) == .string(DefaultCompany.johnDeo))
  }

  @Test(arguments: [DefaultCompany.berlin, "Berlin", "berlin "])
  func `a location is found by id and name`(reference: String) async throws {
    #expect(try await location(reference) == .string(DefaultCompany.berlin))
  }

  @Test func `a record is whole, and the plan keeps the words`() async throws {
    let arguments = try await bench.read("john@deo.com", "Berlin")
    #expect(arguments.values["user"]?["roles"]?["locationIds"] == [.string(DefaultCompany.berlin)])
    #expect(arguments.values["to"]?["companyId"] == .string(DefaultCompany.id))
    #expect(arguments.recorded == ["user": "john@deo.com", "to": "Berlin"])
  }

  @Test func `a name in its very spelling wins over one in another case`() async throws {
    let porto = try await location("Porto")
    let other = try await location("PORTO")
    #expect(porto != nil && other != nil && porto != other)
    #expect(
      await bench.faults(named: ["to": "porto"]).first?
        .hasPrefix("argument 'to': 2 locations are called 'porto': ") == true)
  }

  @Test func `an ambiguous name lists the candidates`() async throws {
    let fault = try #require(await bench.faults("Ana Silva").first)
    #expect(fault.hasPrefix("argument 'user': 2 users answer to 'Ana Silva': "))
    #expect(fault.contains("<ana.silva@acme.example>"))
    #expect(fault.contains("<ana.silva2@acme.example>"))
    #expect(fault.hasSuffix("(give the id)"))
  }

  @Test(arguments: [
    ("jon@deo.com", "no user has the e-mail 'jon@deo.com' (did you mean 'john@deo.com'"),
    ("Jhon Deo", "no user is called 'Jhon Deo' (did you mean 'John Deo'"),
    ("Hans Altmann", "no user is called 'Hans Altmann'"),
    ("hans@acme.example", "no user has the e-mail 'hans@acme.example'"),
    ("", "expected the id, e-mail or name of a user, got nothing"),
  ])
  func `an unknown user comes with the nearest`(reference: String, message: String) async {
    let fault = await bench.faults(named: ["user": .string(reference)]).first
    #expect(fault?.hasPrefix("argument 'user': \(message)") == true, "\(fault ?? "no fault")")
  }

  @Test func `an unknown location comes with the nearest`() async {
    #expect(
      await bench.faults(named: ["to": "Lisbn"]) == [
        "argument 'to': no location is called 'Lisbn' (did you mean 'Lisbon'?)"
      ])
    #expect(
      await bench.faults(named: ["to": "Atlantis"]) == [
        "argument 'to': no location is called 'Atlantis' (the locations are "
          + "Berlin, Lisbon, Madrid, PORTO, Porto, São Paulo, Zacatepec)"
      ])
  }

  @Test func `a token of a location finds users by searching`() async throws {
    var bench = bench
    let token = MockToken(level: .location(DefaultCompany.berlin))
    bench.backend = CountingBackend(MockService(options: MockOptions(token: token)))
    let user = try await bench.read("john@deo.com").values["user"]
    #expect(user?["id"] == .string(DefaultCompany.johnDeo))
  }

  @Test func `a token that is no good ends the reading`() async {
    var bench = bench
    bench.backend = CountingBackend(MockService(options: MockOptions(token: .badOAuth)))
    let problem = await bench.problem("john@deo.com", "--nonsense")
    #expect(problem?.code == .auth)
  }
}
