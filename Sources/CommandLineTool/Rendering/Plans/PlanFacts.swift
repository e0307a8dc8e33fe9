import HighLevel
import JSON
import Planning
import Runs

/// What is said about a plan besides its operations, in every form it is shown in.
struct PlanFacts {
  let plan: Plan
  /// The command that carries out exactly this plan.
  let command: String
  /// How often plans for the same company were right; nil where nobody measured.
  let fidelity: Fidelity?

  /// - Parameters:
  ///   - file: Where the plan is saved.
  ///   - company: The saved company that stands in for the service, if one was named.
  init(_ plan: Plan, file: String, company: String?, fidelity: Fidelity? = nil) {
    (self.plan, self.fidelity) = (plan, fidelity)
    var words = ["ghlua", "apply", file, "--checksum", plan.checksum]
    if let profile = plan.profile { words += ["--profile", profile] }
    if plan.source == "mock" { words.append("--mock=\(company ?? "COMPANY.json")") }
    command = words.map(\.shellQuoted).joined(separator: " ")
  }

  var title: String {
    [plan.recipe.name, plan.recipe.version].filter { !$0.isEmpty }.joined(separator: " ").printable
  }

  /// `3 to create, 1 to update`.
  var counts: String { plan.operations.isEmpty ? "nothing to do" : plan.operations.counts }

  /// Names and values, each in one line.
  var lines: [(name: String, value: String)] {
    let arguments = plan.arguments.map { ("argument \($0.key)".printable, text($0.value)) }
    return [
      ("Company", plan.place)
    ] + (plan.profile.map { [("Profile", $0.printable)] } ?? []) + [
      ("Made", plan.created.words),
      ("May be applied until", plan.expires.words), ("Plan", plan.id),
    ] + arguments + [("Recipe's text", plan.recipe.sha256.printable)]
      + (fidelity.map { [("Foretold so far", $0.inWords)] } ?? [])
  }

  /// What planning could not know.
  var unchecked: [String] {
    plan.unchecked.map(\.printable)
      + (plan.isComplete
        ? [] : ["what the recipe makes of answers that are known only after the apply"])
  }

  private func text(_ value: JSONValue) -> String {
    if let name = Secrets.name(in: value) { return "(secret \(name))".printable }
    let text = value.string ?? value.text()
    return (text.count > 200 ? text.prefix(200) + "…" : text).printable
  }
}

extension Timestamp {
  /// `2026-01-05 12:00:00 UTC`
  fileprivate var words: String {
    let text = description
    return "\(text.prefix(10)) \(text.dropFirst(11).prefix(8)) UTC"
  }
}

extension String {
  /// The word as a shell takes it: as it is where nothing in it means something, else in quotes.
  var shellQuoted: String {
    let plain = utf8.allSatisfy { byte in
      (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
        || "-_./:=@%+,".utf8.contains(byte)
    }
    return plain && !isEmpty ? self : "'\(replacing("'", with: "'\\''"))'"
  }
}
