import FoundationEssentials
import JSON
import MockBackend
import MockServer
import Testing

@testable import CommandLineTool

extension CommandTests {
  /// README.md: its commands are carried out in their order, those for the real service against a
  /// stand-in over HTTP.
  @Suite struct ReadmeTests {
    /// What only a person can end, or answer without being seen.
    private static let endless = ["serve", "mock serve", "repl", "login"]

    /// A line of a block of commands, and the section that it stands in.
    private struct Line {
      var section: String
      var words: [String]
    }

    private static let readme = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../README.md").path

    /// The blocks of a language with the sections that they stand in.
    private static func blocks(of kind: String) throws -> [(section: String, text: String)] {
      let text = try String(contentsOf: URL(filePath: readme), encoding: .utf8)
      var (section, isOpen, isWanted) = ("", false, false)
      var found: [(section: String, text: String)] = []
      for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
        if line.hasPrefix("```") {
          isWanted = !isOpen && line.dropFirst(3) == kind
          isOpen.toggle()
          if isWanted { found.append((section, "")) }
        } else if isOpen {
          if isWanted { found[found.count - 1].text += line + "\n" }
        } else if line.hasPrefix("## ") {
          section = String(line.dropFirst(3))
        }
      }
      return found
    }

    private static func commands() throws -> [Line] {
      try blocks(of: "sh").flatMap { section, text in
        text.split(separator: "\n").filter { $0.hasPrefix("scripts/ghlua ") }.map { line in
          // Neither the remark nor where a shell puts the output.
          let command = line.dropFirst("scripts/ghlua ".count).prefix { $0 != "#" && $0 != ">" }
          return Line(section: section, words: Transcript.words(command))
        }
      }
    }

    private static func prepare(_ sandbox: borrowing Sandbox) throws {
      try sandbox.write(
        "email,firstName,lastName,location\nnew@acme.test,New,Person,Berlin\n", to: "people.csv")
      try sandbox.write(
        "curl -X PUT https://services.leadconnectorhq.com/users/1 -d '{\"phone\": \"+1883\"}'\n",
        to: "call.sh")
      let recipe = try #require(try blocks(of: "lua").first { $0.text.contains("give-phone") })
      try sandbox.write(recipe.text, to: "recipes/give-phone.lua")
      let schedule = try #require(try blocks(of: "toml").first { $0.text.contains("[[schedule]]") })
      try sandbox.write(schedule.text, to: "ghlua.toml")
    }

    @Test func `every command of the README does what it is there for`() async throws {
      var state = DefaultCompany.state
      var ana = try #require(state.users.first)
      (ana["id"], ana["email"]) = ("anaAnaAnaAnaAnaAna01", "ana@acme.test")
      state.users.append(ana)
      let server = try await MockServer.start(MockService(state))
      var sandbox = try Sandbox()
      sandbox.isTerminal = true
      sandbox.answer = "y"
      sandbox.environment["HOME"] = sandbox.folder
      try Self.prepare(sandbox)
      var (lastRun, done) = ("RUN", 0)
      for line in try Self.commands() {
        let isLive = line.section == "Against the real service"
        sandbox.environment["GHLUA_BASE_URL"] = isLive ? server.url : nil
        sandbox.environment["GHLUA_TOKEN"] = isLive ? "pit-readme-0123456789" : nil
        let command = line.words.joined(separator: " ")
        guard !Self.endless.contains(where: { command == $0 || command.hasPrefix("\($0) ") }) else {
          #expect(CommandFinder.names.contains(line.words[0]), "\(command)")
          continue
        }
        let ended = await sandbox.run(line.words.map { $0 == "RUN" ? lastRun : $0 })
        #expect(ended.code == 0, "\(command): \(ended.output)\(ended.errors)")
        lastRun = Transcript.run(in: ended) ?? lastRun
        done += 1
        // Somebody else's plan, to compare with.
        if line.words.contains("plan.json"), line.words[0] == "plan" {
          try sandbox.write(try sandbox.text(of: "plan.json"), to: "other.json")
        }
      }
      #expect(done >= 25)
      try await server.stop()
    }

    @Test func `the first command prints what the README shows`() async throws {
      var sandbox = try Sandbox()
      sandbox.isTerminal = true
      let first = try #require(try Self.commands().first)
      let ended = await sandbox.run(first.words)
      let shown = try #require(try Self.blocks(of: "text").first)
      for line in shown.text.split(separator: "\n") {
        #expect((ended.output + ended.errors).withoutColours.contains(line), "\(line)")
      }
    }
  }
}
