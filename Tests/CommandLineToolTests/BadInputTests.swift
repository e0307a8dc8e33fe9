import Foundation
import Testing

@testable import CommandLineTool

extension CommandTests {
  /// Everything people get wrong: exit code 10, one screen, the place and the remedy.
  struct BadInputTests {
    struct Mistake: Sendable, CustomTestStringConvertible {
      var testDescription: String
      var files: [String: String] = [:]
      var command: [String]
      /// What the error must name.
      var names: [String]
    }

    private static let move = ["run", "move-user", "--mock"]
    private static let onboard = ["run", "onboard-from-csv", "people.csv", "--mock"]

    private static func recipe(_ header: String) -> String {
      """
      return recipe {
        name = "bad", version = "1.0.0", summary = "Bad",
        \(header)
        run = function(args) end,
      }
      """
    }

    static let mistakes: [Mistake] = [
      Mistake(
        testDescription: "an unknown argument",
        command: move + ["john@deo.com", "Lisbon", "--form", "Berlin"], names: ["form", "'from'"]),
      Mistake(
        testDescription: "a missing one", command: move + ["john@deo.com"],
        names: ["'to'", "missing", "ghlua help move-user"]),
      Mistake(
        testDescription: "the wrong type",
        files: ["bad.lua": recipe("params = { p.integer \"n\" { \"N\", arg = 1 } },")],
        command: ["run", "bad.lua", "many", "--mock"], names: ["'n'", "many", "whole number"]),
      Mistake(
        testDescription: "an unknown field of a header", files: ["bad.lua": recipe("parms = {},")],
        command: ["run", "bad.lua", "--mock"], names: ["parms", "bad.lua:3", "'params'", "^"]),
      Mistake(
        testDescription: "a syntax error",
        files: [
          "bad.lua": "return recipe {\n  name = \"bad\",\n  run = function() if then end,\n}\n"
        ],
        command: ["run", "bad.lua", "--mock"], names: ["bad.lua:3", "then"]),
      Mistake(
        testDescription: "an unknown location", command: move + ["john@deo.com", "Lizbon"],
        names: ["Lizbon", "'Lisbon'"]),
      Mistake(
        testDescription: "an empty recipe", files: ["bad.lua": ""],
        command: ["run", "bad.lua", "--mock"], names: ["bad.lua", "empty", "ghlua new"]),
      Mistake(
        testDescription: "an empty table", files: ["people.csv": ""], command: onboard,
        names: ["people.csv", "empty"]),
      Mistake(
        testDescription: "a folder for a recipe", files: ["bad/x": ""],
        command: ["run", "./bad", "--mock"], names: ["./bad", "folder"]),
      Mistake(
        testDescription: "a folder for a table", files: ["people.csv/x": ""], command: onboard,
        names: ["people.csv", "folder"]),
      Mistake(
        testDescription: "an unknown column",
        files: ["people.csv": "email,firstName,lastNam,location\na@b.test,A,B,Berlin\n"],
        command: onboard, names: ["lastNam", "lastName", "people.csv"]),
      Mistake(
        testDescription: "a short row",
        files: ["people.csv": "email,firstName,lastName,location\na@b.test,A\n"],
        command: onboard, names: ["people.csv:2"]),
      Mistake(
        testDescription: "a quote that is never closed",
        files: ["people.csv": "email,firstName,lastName,location\n\"a@b.test,A,B,Berlin\n"],
        command: onboard, names: ["people.csv:2", "quote"]),
      Mistake(
        testDescription: "duplicate keys",
        files: ["in.json": "{\"user\": \"john@deo.com\",\n \"user\": \"x\"}"],
        command: move + ["--input", "in.json"], names: ["in.json:2", "user"]),
      Mistake(
        testDescription: "a recipe that is not there", command: ["run", "moveuser"],
        names: ["moveuser", "'move-user'"]),
      Mistake(
        testDescription: "a file that is not there", files: ["mover.lua": "return 1"],
        command: ["run", "./move.lua"], names: ["./move.lua", "'./mover.lua'"]),
    ]

    @Test(arguments: mistakes)
    func `is told with the place and the remedy`(_ mistake: Mistake) async throws {
      let sandbox = try Sandbox()
      for (name, text) in mistake.files { try sandbox.write(text, to: name) }
      let ended = await sandbox.run(mistake.command)
      check(ended)
      for name in mistake.names { #expect(ended.errors.contains(name), "\(ended.errors)") }
    }

    @Test func `two people of one name are told apart by their e-mails`() async throws {
      let sandbox = try Sandbox()
      try sandbox.write(
        """
        return recipe {
          name = "who", version = "1.0.0", summary = "Who",
          params = { p.user "who" { "Who", arg = 1 } },
          can = { "users.read" },
          run = function(args) return args.who.email end,
        }
        """, to: "who.lua")
      // The built-in company has two of them.
      let ended = await sandbox.run("run", "who.lua", "Ana Silva", "--mock")
      check(ended)
      #expect(ended.errors.contains("Ana Silva") && ended.errors.contains("@"), "\(ended.errors)")
    }

    @Test(arguments: ["bad.lua", "people.csv"])
    func `a file that is no UTF-8 is told with its line`(_ name: String) async throws {
      let sandbox = try Sandbox()
      let text = name == "bad.lua" ? "-- one\n-- " : "email,firstName,lastName,location\n"
      try sandbox.write(Array(text.utf8) + [0xFF, 0x41], to: name)
      let command = name == "bad.lua" ? ["run", "bad.lua", "--mock"] : Self.onboard
      let ended = await sandbox.run(command)
      check(ended)
      #expect(ended.errors.contains("\(name):2"), "\(ended.errors)")
      #expect(ended.errors.contains("UTF-8"))
    }

    @Test(arguments: ["run", "onboard"])
    func `a gigabyte of zeros is not read`(_ how: String) async throws {
      let sandbox = try Sandbox()
      try sandbox.write("", to: "zeros.lua")
      let file = try #require(FileHandle(forWritingAtPath: "\(sandbox.folder)/zeros.lua"))
      try file.truncate(atOffset: 1 << 30)
      let words =
        how == "run" ? ["run", "zeros.lua"] : ["run", "onboard-from-csv", "zeros.lua", "--mock"]
      let ended = await sandbox.run(words)
      check(ended)
      #expect(ended.errors.contains("NUL"))
    }

    private func check(_ ended: Ended) {
      #expect(ended.code == 10, "\(ended.errors)")
      #expect(ended.output.isEmpty)
      #expect(ended.errors.split(separator: "\n").count <= 24)
      #expect(ended.lastLine.hasPrefix(#"{"schema":"ghlua.problem/1""#))
    }
  }
}
