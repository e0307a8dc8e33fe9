import Diagnostics
import FoundationEssentials
import Testing

@testable import CommandLineTool

extension CommandTests {
  /// `ghlua new --from-curl`: from a line of a document to a recipe that passes its test.
  @Suite struct CurlTests {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../Examples").path

    private static var examples: [String] {
      let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
      return names.filter { $0.hasSuffix(".sh") }.sorted()
    }

    /// Writes the recipe, checks it, and gives its text.
    private func recipe(_ line: String, name: String = "from-curl") async throws -> String {
      let sandbox = try Sandbox()
      try sandbox.write(line, to: "call.sh")
      let new = await sandbox.run("new", name, "--from-curl", "call.sh")
      try #require(new.code == 0, "\(new.errors)")
      let check = await sandbox.run("check", "recipes/\(name).lua")
      #expect(check.code == 0 && !check.errors.contains("warning"), "\(check.errors)")
      let tested = await sandbox.run("test", "recipes/\(name).lua")
      #expect(tested.code == 0, "\(tested.output)\(tested.errors)")
      let text = try sandbox.text(of: "recipes/\(name).lua")
      #expect(text.split(separator: "\n").allSatisfy { $0.count <= 120 })
      return text
    }

    @Test(arguments: examples)
    func `every cURL line of the documents becomes a recipe that passes`(
      name: String
    ) async throws {
      let line = try String(contentsOf: URL(filePath: "\(Self.folder)/\(name)"), encoding: .utf8)
      let text = try await recipe(line)
      #expect(!text.contains("YOUR") && !text.contains("Bearer"))
    }

    @Test func `a page's line ends that became blanks are no matter`() async throws {
      let text = try await recipe(
        #"""
        ```bash curl -X PUT https://services.leadconnectorhq.com/users/{userId} \ -H "Authorization: Bearer YOUR_TOKEN" \ -H "Version: 2021-07-28" \ -d '{"locationIds": ["LOC_ID_NUEVA"]}' ```
        """#)
      #expect(text.contains("users.update(locationIds)"))
    }

    @Test(arguments: [
      ("curl 'https://services.leadconnectorhq.com/users/u1' -H 'Version: v3'", "users.get"),
      ("$ curl -sSL -XDELETE --url https://x.test/users/u1", "users.delete"),
      ("curl https://x.test/users/search?companyId=c&query=Bob&limit=5 | jq .", "users.each"),
      (
        "curl -G https://x.test/users/search --data-urlencode query=Bob -d role=user",
        "users.each"
      ),
      (
        "curl --json '{\"emails\":[\"a@b.test\"]}' x.test/users/search/filter-by-email",
        "filter_by_email"
      ),
      ("curl --request PUT $url/users/u1 --data-raw $'{\"phone\": \"+49 1\"}'", "users.update"),
      ("curl -X PUT \"$url/users/u1\" --data \"{\\\"password\\\": \\\"x\\\"}\"", "p.secret"),
      (
        "curl -X PUT $url/users/u1 -d '{\"twilioPhone\": {\"l1\": \"+351210000001\"}}'", "set_phone"
      ),
      ("curl -X PUT $url/users/u1 -d '{\"firstName\": \"Dee\", \"role\": \"admin\"}'", "p.enum"),
      ("curl -X PUT $url/users/u1 -d '{\"scopes\": []}'", "default = {}"),
      (
        "curl -X PUT $url/users/u1 -d '{\"permissions\": {\"contactsEnabled\": false}}'",
        "users/ana"
      ),
      ("curl $url/locations/l1", "locations.get"),
      ("curl $url/locations/search?order=asc", "Paris"),
      ("curl $url/contacts/c1", "contacts.get"),
    ])
    func `lines as people write them become recipes that pass`(
      line: String, words: String
    ) async throws {
      #expect(try await recipe(line).contains(words))
    }

    @Test(arguments: [
      "curl -H 'Authorization: Bearer pit-12345-SECRET' https://x.test/users/u1",
      "curl -H \"authorization: pit-12345-SECRET\" https://x.test/users/u1",
      "curl -u me:pit-12345-SECRET -b 'session=pit-12345-SECRET' https://x.test/users/u1",
      "curl --oauth2-bearer pit-12345-SECRET https://x.test/users/u1",
    ])
    func `a token is nowhere in what is written and said, and that is said`(
      line: String
    ) async throws {
      let sandbox = try Sandbox()
      let ended = await sandbox.run("new", "reads-one", "--from-curl", line)
      #expect(ended.code == 0, "\(ended.errors)")
      let text = try sandbox.text(of: "recipes/reads-one.lua")
      #expect(!"\(text)\(ended.output)\(ended.errors)".contains("SECRET"))
      #expect(ended.errors.contains("the token in the line is not in the recipe"))
    }

    @Test(arguments: [
      ("wget https://x.test/users/u1", "no cURL line"),
      ("curl 'https://x.test/users/u1", "a quote in the cURL line is not closed"),
      ("curl -X PATCH https://x.test/users/u1", "HighLevel takes no PATCH at /users/{id}"),
      ("curl https://x.test/opportunities/o1", "no operation is at /opportunities/o1"),
      ("curl -H 'a: b'", "the cURL line has no address"),
      ("curl -X PUT https://x.test/users/u1 -d '{\"email\": \"a@b.c\"}'", "cannot be changed"),
      ("curl -X PUT https://x.test/users/u1 -d '{\"phne\": \"1\"}'", "did you mean 'phone'"),
      ("curl -X PUT https://x.test/users/u1 -d '{\"role\": …}'", "the body is no JSON"),
      ("curl -X PUT https://x.test/users/u1 -d @body.json", "the body is in a file"),
      ("curl -F a=b https://x.test/users/", "sends a form or a file"),
      ("curl --pit-SECRET https://x.test/users/u1 -q", "is not understood"),
    ])
    func `a line that cannot be taken is told what is wrong with it`(
      line: String, words: String
    ) async throws {
      let ended = try await Sandbox().run("new", "never", "--from-curl", line)
      #expect(ended.code == 10 && ended.errors.contains(words), "\(ended.errors)")
    }

    @Test func `without a name the recipe is called like the operation`() async throws {
      let sandbox = try Sandbox()
      let ended = await sandbox.run("new", "--from-curl", "curl https://x.test/users/u1")
      #expect(ended.output == "recipes/users-get.lua\n")
    }

    @Test(arguments: NewCommand.Template.allCases)
    func `every template passes its tests and the check`(template: NewCommand.Template) async throws
    {
      let sandbox = try Sandbox()
      let new = await sandbox.run("new", "my-own", "--template", template.rawValue)
      #expect(new.code == 0, "\(new.errors)")
      let check = await sandbox.run("check", "my-own")
      #expect(check.code == 0 && !check.errors.contains("warning"), "\(check.errors)")
      let tested = await sandbox.run("test", "my-own")
      #expect(tested.code == 0, "\(tested.output)")
    }
  }

  /// `ghlua fmt-args`.
  @Suite struct FormatTests {
    @Test func `all forms mean the same run`() async throws {
      let sandbox = try Sandbox()
      let ended = await sandbox.run(
        "fmt-args", "move-user", "Ana Silva", "--to=São Paulo", "--json")
      #expect(ended.code == 0, "\(ended.errors)")
      #expect(
        ended.output.contains(#""words":"'Ana Silva' --to='S\u00e3o Paulo'""#)
          || ended.output.contains(#""words":"'Ana Silva' 'S\u00e3o Paulo'""#), "\(ended.output)")
      let plain = await sandbox.run("fmt-args", "move-user", "john@deo.com", "Lisbon")
      let lines = plain.output.split(separator: "\n").map(String.init)
      #expect(lines[0] == "ghlua run move-user john@deo.com Lisbon")
      #expect(lines[1] == #"{"user":"john@deo.com","to":"Lisbon"}"#)
      let base64 = String(lines[2].dropFirst("--input-b64 ".count))
      let direct = await sandbox.run("run", "move-user", "john@deo.com", "Lisbon", "--mock")
      let coded = await sandbox.run("run", "move-user", "--input-b64", base64, "--mock")
      #expect(direct.output == coded.output && direct.code == 0)
    }

    @Test(arguments: [
      (["move-user", "a", "b", "c"], "one word too many"),
      (["move-user", "--form", "Berlin"], "did you mean 'from'?"),
      (["reset-password", "john@deo.com", "Hunter2-Hunter2"], "is a secret"),
    ])
    func `what cannot be written is said`(words: [String], text: String) async throws {
      let ended = try await Sandbox().run(["fmt-args"] + words)
      #expect(ended.code == 10 && ended.errors.contains(text), "\(ended.errors)")
      #expect(!ended.errors.contains("Hunter2"))
    }
  }
}
