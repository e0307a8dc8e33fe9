import ArgumentParser
import Diagnostics
import Engine
import HighLevel
import JSON

/// `ghlua n8n`: what to build n8n workflows from.
struct N8nCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "n8n", abstract: "Make workflows and nodes for n8n.", subcommands: [Export.self])

  /// `ghlua n8n export RECIPE` and `ghlua n8n export --http OPERATION`
  struct Export: ParsableCommand, LongCommand {
    static let configuration = CommandConfiguration(
      abstract: "Print a workflow or a node as JSON, to import or to paste onto n8n's canvas.",
      discussion: """
        With a recipe: a trigger, the plan, with --approve a form that asks somebody, the apply, and \
        a branch on the outcome. A recipe with required arguments is started by a form, one with \
        events by a webhook, any other by a schedule.

          ghlua n8n export move-user --approve > move-user.json
          ghlua n8n export audit-access --cron '0 7 * * 1' --arg format=csv
          ghlua n8n export sync-roster --start webhook --via http --url http://ghlua:8787

        With --http: one node that calls the service itself. It names a credential of the type \
        Header Auth, which holds the name Authorization and the value 'Bearer' with your token. \
        Operations: \(Operations.all.map(\.name).joined(separator: ", ")).
        """)

    @Argument(help: "The recipe, for a workflow.") var recipe: String?
    @OptionGroup(title: "A workflow") var workflow: WorkflowOptions
    @Option(help: "The operation, for a single node.") var http: String?
    @Option(help: "A field of the body that may be left out; repeatable.") var field: [String] = []
    @Option(help: "The address in front of all paths.") var baseUrl =
      "https://services.leadconnectorhq.com"
    @Option(help: "The service's version: v2 or v3.") var api: API = .v2
    @Option(help: "What the credential is called in n8n.") var credential: String?
    @OptionGroup(title: "Output") var flags: OutputFlags

    enum API: String, ExpressibleByArgument, CaseIterable {
      case v2, v3

      var version: ServiceVersion { self == .v3 ? .v3 : .v2 }
    }

    func perform(in world: World, _ output: Output) async throws(Problem) -> Int32 {
      switch (recipe, http) {
      case (let name?, nil):
        let recipe = try await RecipeLoader.load(try RecipeFinder(world).file(name))
        let made = try workflow.made(of: recipe, credential: credential ?? "ghlua")
        print("workflow", made.workflow.json, output)
        if made.start == .webhook || made.start == .form {
          output.note("'Read me' in the workflow says what to set up before it is activated")
        }
      case (nil, let name?): print("clipboard", try node(name).clipboard, output)
      default:
        throw Problem(
          .usage, "name a recipe, or an operation with --http",
          hint: "'ghlua n8n export --help' shows examples")
      }
      return 0
    }

    /// The paste is the result; with --json it stands on one line and in ASCII, as everywhere.
    private func print(_ key: String, _ object: JSONObject, _ output: Output) {
      if output.json {
        var result: JSONObject = ["schema": "ghlua.n8n/1", "ok": true]
        result[key] = .object(object)
        output.print(result)
      } else {
        output.print(JSONValue.object(object).text(pretty: true))
      }
    }

    private func node(_ name: String) throws(Problem) -> HTTPNode {
      guard let operation = Operations.named(name) else {
        let names = Operations.all.map(\.name)
        throw Problem(
          .usage, "there is no operation '\(name)'",
          hint: Suggestion.hint(for: name, in: names)
            ?? "there are \(names.joined(separator: ", "))")
      }
      try check(operation)
      var node = HTTPNode(
        operation: operation, version: api.version, credential: credential ?? "HighLevel")
      node.baseURL = baseUrl.hasSuffix("/") ? String(baseUrl.dropLast()) : baseUrl
      node.optionalFields = field
      return node
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
