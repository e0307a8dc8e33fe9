import ArgumentParser
import Diagnostics
import HighLevel
import JSON
import Runs

/// `ghlua runs`: what was applied so far.
struct RunsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "runs", abstract: "List what was applied so far.",
    subcommands: [List.self, Prune.self, Reindex.self], defaultSubcommand: List.self)

  /// `ghlua runs list`, or just `ghlua runs`
  struct List: ParsableCommand, InstantCommand {
    static let configuration = CommandConfiguration(abstract: "List runs, newest first.")
    private static let statuses = [
      "applied", "partial", "failed", "refused", "drift", "interrupted", "running", "undone",
    ]

    @Option(name: .short, help: "So many at most.") var number = 20
    @Option(help: "Only runs of this status.") var status: String?
    @OptionGroup var runs: RunsFlags
    @OptionGroup(title: "Output") var flags: OutputFlags

    func perform(in world: World, _ output: Output) throws(Problem) -> Int32 {
      if let status, !Self.statuses.contains(status) {
        throw Problem(
          .usage, "--status knows no '\(status)'",
          hint: Suggestion.hint(for: status, in: Self.statuses)
            ?? "known: \(Self.statuses.joined(separator: ", "))")
      }
      let found = try world.runs(runs.runsDir).summaries(
        most: max(0, number), where: { status == nil || $0.status == status },
        unreadable: { output.note("warning: \($0) is left out: \($1.message)") })
      if output.json {
        output.print([
          "schema": "ghlua.runs/1", "ok": true, "runs": .array(found.map(\.json)),
        ])
      } else if found.isEmpty {
        output.note("no runs")
      } else {
        let rows = found.map {
          [$0.record.id, $0.status, $0.record.recipe, $0.counts, $0.record.company]
        }
        // Ids are there to be copied.
        let table = TextTable(
          headings: ["Run", "Status", "Recipe", "Done", "Company"], rows: rows, yielding: [2, 4])
        output.print(table.text(output.style))
      }
      return 0
    }
  }

  /// `ghlua runs prune --older-than 90d`
  struct Prune: ParsableCommand, InstantCommand {
    static let configuration = CommandConfiguration(
      abstract: "Remove runs that ended long ago; those that can be resumed stay.")

    @Option(name: .customLong("older-than"), help: "Days, like 90d.") var olderThan: String
    @OptionGroup var runs: RunsFlags
    @OptionGroup(title: "Output") var flags: OutputFlags

    func perform(in world: World, _ output: Output) throws(Problem) -> Int32 {
      guard olderThan.hasSuffix("d"), let days = Int(olderThan.dropLast()),
        (1...36_500).contains(days)
      else {
        throw Problem(
          .usage, "--older-than '\(olderThan)' is no number of days", hint: "write it like 90d")
      }
      let moment = world.clock().advanced(by: .seconds(-days * 86_400))
      let removed = try world.runs(runs.runsDir).prune(before: moment)
      if output.json {
        output.print(["schema": "ghlua.runs/1", "ok": true, "removed": .strings(removed)])
      } else {
        output.print("\(counted(removed.count, "run")) removed")
      }
      return 0
    }
  }
  /// `ghlua runs reindex`
  struct Reindex: ParsableCommand, InstantCommand {
    static let configuration = CommandConfiguration(
      abstract: "Make the index of runs anew from their folders.")

    @OptionGroup var runs: RunsFlags
    @OptionGroup(title: "Output") var flags: OutputFlags

    func perform(in world: World, _ output: Output) throws(Problem) -> Int32 {
      let count = try world.runs(runs.runsDir).reindex()
      if output.json {
        output.print(["schema": "ghlua.runs/1", "ok": true, "indexed": .integer(Int64(count))])
      } else {
        output.print(counted(count, "run"))
      }
      return 0
    }
  }
}

extension RunSummary {
  /// `3 of 4`.
  fileprivate var counts: String {
    guard let result else { return "" }
    let all = result.done + result.failed + result.unsettled + result.untouched
    return "\(result.done.grouped) of \(all.grouped)"
  }

  /// As one of a list.
  var json: JSONValue {
    var object = record.json.object ?? [:]
    object["format"] = nil
    object["status"] = .string(status)
    object["resumable"] = .bool(isResumable)
    object["undone_by"] = undoneBy.map { .string($0) }
    for member in result?.json.object ?? [:] where object[member.key] == nil {
      if member.key != "format" { object[member.key] = member.value }
    }
    return .object(object)
  }
}
