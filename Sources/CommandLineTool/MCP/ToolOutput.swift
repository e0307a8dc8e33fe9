import Diagnostics
import JSON
import Synchronization

/// Where a command inside a call prints its object: standard output is the protocol's alone.
struct ToolOutput {
  private final class Sink: Sendable {
    let text = Mutex("")
  }

  let world: World
  let output: Output
  private let sink = Sink()

  init(_ world: World) {
    var inside = world
    let sink = sink
    inside.arguments = ["mcp", "--json"]
    inside.writeOutput = { text in sink.text.withLock { $0 += text } }
    inside.writeError = { _ in }
    (inside.inputIsTerminal, inside.outputIsTerminal, inside.errorIsTerminal) = (
      false, false, false
    )
    inside.width = 100
    self.world = inside
    output = Output(inside)
  }

  /// What was printed, as the result of a call.
  func result(text: String?, next: String?) -> JSONObject {
    var object = (try? JSONValue(parsing: sink.text.withLock(\.self)))?.object ?? [:]
    if object["next"] != nil { object["next"] = next.map { .string($0) } ?? .null }
    let failed = object["ok"]?.bool != true
    var parts = [text ?? summary(of: object)]
    if let problem = object["problem"], !problem.isNull {
      parts.append("error: \(problem["message"]?.string ?? "")")
      if let hint = problem["hint"]?.string { parts.append("hint: \(hint)") }
    }
    if let checksum = object["checksum"]?.string, text != nil {
      parts.append("checksum: \(checksum)")
    }
    if let next { parts.append("next: \(next)") }
    let shown = parts.filter { !$0.isEmpty }.joined(separator: "\n")
    return [
      "content": [["type": "text", "text": .string(output.redaction.redacted(shown))]],
      "structuredContent": .object(object), "isError": .bool(failed),
    ]
  }

  /// A call that came to nothing.
  func result(of problem: Problem) -> JSONObject {
    _ = output.fail(problem)
    return result(text: "", next: nil)
  }

  /// What came of an apply.
  private func summary(of object: JSONObject) -> String {
    let applied = object["applied"]
    let counts = ["done", "failed", "not_done"].compactMap { name -> String? in
      guard let count = applied?[name]?.integer, count > 0 || name == "done" else { return nil }
      return "\(count) \(name == "not_done" ? "not done" : name)"
    }
    var text = "\(object["status"]?.string ?? "failed"): \(counts.joined(separator: ", "))"
    if let run = object["run_id"]?.string { text += "\nto take it back: ghlua undo \(run)" }
    return text
  }
}
