import ArgumentParser
import Diagnostics
import HighLevel
import JSON

/// `ghlua n8n`: what to build n8n workflows from.
struct N8nCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "n8n", abstract: "Make nodes for n8n workflows.", subcommands: [Export.self])

  /// `ghlua n8n export --http OPERATION`
  struct Export: ParsableCommand, InstantCommand {
    static let configuration = CommandConfiguration(
      abstract: "Print a node as JSON, to paste onto n8n's canvas.",
      discussion: """
        The node names a credential of the type Header Auth, which holds the name Authorization and \
        the value 'Bearer' with your token. Operations: \
        \(Operations.all.map(\.name).joined(separator: ", ")).
        """)

    @Option(help: "The operation for a node of the type HTTP Request.") var http: String
    @Option(help: "A field of the body that may be left out; repeatable.") var field: [String] = []
    @Option(help: "The address in front of all paths.") var baseUrl =
      "https://services.leadconnectorhq.com"
    @Option(help: "The service's version: v2 or v3.") var api: API = .v2
    @Option(help: "What the credential is called in n8n.") var credential = "HighLevel"
    @OptionGroup(title: "Output") var flags: OutputFlags

    enum API: String, ExpressibleByArgument, CaseIterable {
      case v2, v3

      var version: ServiceVersion { self == .v3 ? .v3 : .v2 }
    }

    func perform(in world: World, _ output: Output) throws(Problem) -> Int32 {
      guard let operation = Operations.named(http) else {
        let names = Operations.all.map(\.name)
        throw Problem(
          .usage, "there is no operation '\(http)'",
          hint: Suggestion.hint(for: http, in: names)
            ?? "there are \(names.joined(separator: ", "))")
      }
      try check(operation)
      var node = HTTPNode(operation: operation, version: api.version, credential: credential)
      node.baseURL = baseUrl.hasSuffix("/") ? String(baseUrl.dropLast()) : baseUrl
      node.optionalFields = field
      let clipboard = node.clipboard
      // The paste is the result; with --json it stands on one line and in ASCII, as everywhere.
      if output.json {
        output.print(["schema": "ghlua.n8n/1", "ok": true, "clipboard": .object(clipboard)])
      } else {
        output.print(JSONValue.object(clipboard).text(pretty: true))
      }
      return 0
    }

    private func check(_ operation: HighLevel.Operation) throws(Problem) {
      let names = operation.parameters.map(\.name)
      let hasBody = operation.method == .post || operation.method == .put
      for name in field where !hasBody || !names.contains(name) {
        throw Problem(
          .usage, "the body of \(operation.name) has no field '\(name)'",
          hint: hasBody
            ? Suggestion.hint(for: name, in: names) : "it has no body; leave --field out")
      }
    }
  }
}
