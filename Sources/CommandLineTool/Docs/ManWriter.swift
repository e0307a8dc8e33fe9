import ArgumentParser
import Diagnostics

/// The commands as manual pages (man-pages(7)), made from the help that they print.
enum ManWriter {
  /// Paths below the folder, with their texts: `man1/ghlua.1`, `man1/ghlua-run.1`.
  static func files() -> [(path: String, text: String)] {
    let commands = Root.configuration.subcommands.filter { $0.configuration.shouldDisplay }
    let names = commands.map { name($0, below: "ghlua") }
    return [page(Root.self, "ghlua", more: exitStatus + seeAlso(names))]
      + zip(commands, names).map { page($0, $1, more: seeAlso(["ghlua"])) }
  }

  private static func page(
    _ command: any ParsableCommand.Type, _ name: String, more: String
  ) -> (path: String, text: String) {
    let file = name.split(separator: " ").joined(separator: "-")
    let summary = String(command.configuration.abstract.prefix { $0 != "." })
    var text = ".TH \(escaped(file.uppercased())) 1 \"\" \"ghlua \(productVersion)\" Commands\n"
    text += ".SH NAME\n\(escaped(file)) \\- \(escaped(summary))\n"
    text += sections(of: command, heading: "SH")
    for part in command.configuration.subcommands where command != Root.self {
      text += ".SH \"\(escaped(self.name(part, below: name).uppercased()))\"\n"
      text += sections(of: part, heading: "SS")
    }
    return ("man1/\(file).1", text + more)
  }

  private static func name(_ command: any ParsableCommand.Type, below parent: String) -> String {
    "\(parent) \(command._commandName)"
  }

  /// The help, its headings made into those of a manual page; lines stay as they are.
  private static func sections(
    of command: any ParsableCommand.Type, heading: String
  ) -> String {
    var text = ""
    var isOpen = false
    for line in Root.helpMessage(for: command, columns: 76).split(
      separator: "\n", omittingEmptySubsequences: false)
    {
      guard let (title, rest) = headline(line) else {
        text += "\(escaped(line))\n"
        continue
      }
      if isOpen { text += ".fi\n" }
      text += ".\(heading) \"\(escaped(title))\"\n.nf\n"
      if !rest.isEmpty { text += "\(escaped(rest))\n" }
      isOpen = true
    }
    return isOpen ? text + ".fi\n" : text
  }

  /// `USAGE: ghlua run …`, as the heading and what follows it; nil for any other line.
  private static func headline(
    _ line: Substring
  ) -> (title: String, rest: Substring)? {
    guard let colon = line.firstIndex(of: ":"), line.first != " ",
      line[..<colon].allSatisfy({ $0.isUppercase || $0 == " " })
    else { return nil }
    let title = ["OVERVIEW": "DESCRIPTION", "USAGE": "SYNOPSIS", "SUBCOMMANDS": "COMMANDS"]
    let word = String(line[..<colon])
    return (title[word] ?? word, line[line.index(after: colon)...].drop { $0 == " " })
  }

  private static var exitStatus: String {
    var codes: [Int32: [String]] = [2: ["changes, with --detailed-exitcode"]]
    for code in Problem.Code.allCases { codes[code.exitCode, default: []].append(code.rawValue) }
    let rows = codes.sorted { $0.key < $1.key }.map { code, names in
      ".TP\n\(code)\n\(escaped(names.joined(separator: ", ")))\n"
    }
    return ".SH \"EXIT STATUS\"\n.TP\n0\nok\n" + rows.joined()
      + ".PP\nThe codes are those of 'problem.code' with \(escaped("--json")).\n"
  }

  private static func seeAlso(_ names: [String]) -> String {
    let pages = names.map { name in
      ".BR \(escaped(name.split(separator: " ").joined(separator: "-"))) (1)"
    }
    return ".SH \"SEE ALSO\"\n" + pages.joined(separator: ",\n") + "\n"
  }

  /// Text that roff takes as it is: no command, no hyphen that a line may break at.
  private static func escaped(_ text: some StringProtocol) -> String {
    var result = text.hasPrefix(".") || text.hasPrefix("'") ? "\\&" : ""
    for character in text {
      switch character {
      case "\\": result += "\\e"
      case "-": result += "\\-"
      case "'": result += "\\(aq"
      case "\"": result += "\\(dq"
      default: result.append(character)
      }
    }
    return result
  }
}
