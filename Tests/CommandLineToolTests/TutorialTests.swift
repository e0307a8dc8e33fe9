import FoundationEssentials
import Testing

@testable import CommandLineTool

extension CommandTests {
  /// `stdlib/tutorial.md`: every command of it is run, and every output compared.
  @Suite struct TutorialTests {
    private static let stdlib = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../stdlib").path

    /// A fenced block: what stands behind its backticks, and its text.
    private struct Block {
      var kind: String
      /// The file that the block is saved as; empty where it is none.
      var file: String
      var text: String
    }

    private static func blocks(of document: String) throws -> [Block] {
      let text = try String(contentsOf: URL(filePath: "\(stdlib)/\(document)"), encoding: .utf8)
      var blocks: [Block] = []
      var isOpen = false
      for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
        if line.hasPrefix("```") {
          let words = line.dropFirst(3).split(separator: " ").map(String.init)
          if !isOpen {
            blocks.append(
              Block(kind: words.first ?? "", file: words.dropFirst().first ?? "", text: ""))
          }
          isOpen.toggle()
        } else if isOpen {
          blocks[blocks.count - 1].text += line + "\n"
        }
      }
      #expect(!isOpen)
      return blocks
    }

    @Test func `every command of the tutorial prints what the tutorial shows`() async throws {
      var sandbox = try Sandbox()
      // A person reads it: no line for programs.
      sandbox.isTerminal = true
      var (shown, commands, compared) = ("", 0, 0)
      var lastRun = "RUN"
      for block in try Self.blocks(of: "tutorial.md") {
        if !block.file.isEmpty {
          try sandbox.write(block.text, to: block.file)
        } else if block.kind == "text" {
          #expect(Transcript.steady(shown.withoutColours) == block.text)
          (shown, compared) = ("", compared + 1)
        } else {
          for line in block.text.split(separator: "\n") where !line.hasPrefix("export PATH=") {
            #expect(shown.isEmpty, "the output before \(line) is not shown")
            try #require(line.hasPrefix("ghlua "))
            let words = Transcript.words(line.dropFirst(6)).map { $0 == "RUN" ? lastRun : $0 }
            let ended = await sandbox.run(words)
            shown += ended.output + ended.errors
            lastRun = Transcript.run(in: ended) ?? lastRun
            commands += 1
          }
        }
      }
      #expect(commands == compared && commands >= 10)
    }

    @Test func `the recipe of the tutorial is the example, in under 15 lines`() throws {
      let path = "\(Self.stdlib)/examples/berlin-to-lisbon.lua"
      let example = try String(contentsOf: URL(filePath: path), encoding: .utf8)
      let shown = try Self.blocks(of: "tutorial.md").first { $0.file.hasSuffix(".lua") }
      #expect(shown?.text == example)
      #expect(example.split(separator: "\n").count < 15)
    }

    @Test func `every example passes its tests and the check`() async throws {
      let names = try FileManager.default.contentsOfDirectory(atPath: "\(Self.stdlib)/examples")
      #expect(!names.isEmpty)
      for name in names {
        let sandbox = try Sandbox()
        let path = "\(Self.stdlib)/examples/\(name)"
        let tested = await sandbox.run("test", path)
        #expect(tested.code == 0, "\(tested.output)")
        let checked = await sandbox.run("check", path)
        #expect(checked.code == 0 && !checked.errors.contains("warning"), "\(checked.errors)")
      }
    }

    /// The commands that the text between the blocks names.
    @Test func `every command that the tutorial speaks of is there`() throws {
      let text = try String(
        contentsOf: URL(filePath: "\(Self.stdlib)/tutorial.md"), encoding: .utf8)
      for match in text.matches(of: /`ghlua ([a-z-]+)/) {
        #expect(CommandFinder.names.contains(String(match.1)), "\(match.1)")
      }
    }
  }
}
