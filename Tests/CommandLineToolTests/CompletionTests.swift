import Foundation
import Testing

@testable import CommandLineTool

extension CommandTests {
  /// What `ghlua complete` offers; `scripts/check-completions` presses Tab in real shells.
  @Suite struct CompletionTests {
    /// The offers for a line, without their explanations; `files` where files fit too.
    private func offers(
      _ line: String, _ sandbox: borrowing Sandbox
    ) async -> (values: [String], files: Bool) {
      let ended = await sandbox.run("complete", "--line", line)
      #expect(ended.code == 0 && ended.errors.isEmpty, "\(ended.errors)")
      let lines = ended.output.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
      let values = lines.dropFirst(2).map { String($0.prefix { $0 != "\t" }) }
      return (values, lines.first == "files")
    }

    @Test(arguments: [
      ("ghlua ru", ["run", "runs"]), ("ghlua mock s", ["seed", "show", "serve"]),
      ("ghlua run move", ["move-user"]), ("ghlua run --mock move", ["move-user"]),
      ("ghlua run move-user jane@", ["jane@deo.com"]), ("ghlua run move-user x Mad", ["Madrid"]),
      ("ghlua run move-user x 'São", ["São Paulo"]), ("ghlua run move-user --fr", ["--from"]),
      ("ghlua run move-user --from Ber", ["Berlin"]),
      ("ghlua run move-user --to=Ber", ["--to=Berlin"]),
      ("ghlua run audit-access --format ", ["table", "csv", "html"]),
      ("ghlua run move-user --api-version v", ["v3"]), ("ghlua run x --allow la", ["last-admin"]),
      ("ghlua run create-user a b c Lis --scopes contacts.w", ["contacts.write"]),
      ("ghlua help che", ["check-token"]), ("ghlua schema che", ["check-token"]),
      ("ghlua completions ", ["bash", "fish", "zsh"]),
      ("ghlua new x --template r", ["report", "rows"]),
      ("ghlua n8n export --http users.d", ["users.delete"]), ("ghlua docs users.mo", []),
      ("ghlua test --ship", ["--shipped"]), ("ghlua nonsense ", []), ("ghlua run nonsense ", []),
    ])
    func `what fits is offered`(line: String, values: [String]) async throws {
      #expect(await offers(line, try Sandbox()).values == values)
    }

    @Test(arguments: [
      ("ghlua run ", true), ("ghlua apply ", true), ("ghlua run onboard-from-csv ", true),
      ("ghlua run move-user ", false), ("ghlua run x --events ", true), ("ghlua ", false),
      ("ghlua new x --from-curl ", true),
    ])
    func `files are offered where they fit`(line: String, files: Bool) async throws {
      #expect(await offers(line, try Sandbox()).files == files)
    }

    @Test func `own recipes are offered by name, and a broken one disturbs nobody`() async throws {
      let sandbox = try Sandbox()
      #expect(await sandbox.run("new", "my-own").code == 0)
      try sandbox.write("return recipe {", to: "recipes/broken.lua")
      #expect(await offers("ghlua run my", sandbox).values == ["my-own"])
      #expect(await offers("ghlua run my-own li.", sandbox).values == ["li.na@acme.example"])
    }

    @Test func `people that a run has seen are offered, from a private file without a token`()
      async throws
    {
      var sandbox = try Sandbox()
      sandbox.environment["XDG_CACHE_HOME"] = "\(sandbox.folder)/cache"
      #expect(await sandbox.run("mock", "seed", "company.json").code == 0)
      #expect(await offers("ghlua run --mock=company.json move-user wan", sandbox).values == [])
      let words = ["create-user", "wanda@seen.test", "Wanda", "Seen", "Lisbon"]
      #expect(await sandbox.run(["run"] + words + ["--mock=company.json", "--apply"]).code == 0)
      #expect(await sandbox.run("run", "audit-access", "--mock=company.json").code == 0)
      let line = "ghlua run --mock=company.json move-user wan"
      #expect(await offers(line, sandbox).values == ["wanda@seen.test"])
      let files = try FileManager.default.contentsOfDirectory(atPath: "cache/ghlua")
      #expect(files.count == 1 && files.allSatisfy { $0.hasSuffix(".tsv") })
      let facts = try FileManager.default.attributesOfItem(atPath: "cache/ghlua/\(files[0])")
      #expect((facts[.posixPermissions] as? NSNumber)?.intValue == 0o600)
      // The second look adds nothing.
      let before = try sandbox.text(of: "cache/ghlua/\(files[0])")
      #expect(await sandbox.run("run", "audit-access", "--mock=company.json").code == 0)
      #expect(try sandbox.text(of: "cache/ghlua/\(files[0])") == before)
    }

    @Test func `a shell that there is no script for is said`() async throws {
      let ended = try await Sandbox().run("completions", "zhs")
      #expect(ended.code == 64 && ended.errors.contains("did you mean 'zsh'?"))
    }
  }
}
