import ArgumentParser
import Diagnostics
import LuaRuntime

/// `ghlua mcp`: recipes as tools for a client of the Model Context Protocol.
struct MCPCommand: ParsableCommand, LongCommand {
  static let configuration = CommandConfiguration(
    commandName: "mcp",
    abstract: "Serve recipes as tools over standard input and output (Model Context Protocol).",
    discussion: """
      A call of a tool gives a plan and changes nothing. With --allow-apply there is a tool 'apply' \
      besides, which carries out a plan of the same session by its checksum.

      For a client's settings:
        {"mcpServers": {"ghlua": {"command": "ghlua", "args": ["mcp"]}}}
      """)

  @Option(help: "Only this recipe; repeatable. All without it.") var recipe: [String] = []
  @Option(
    help: ArgumentHelp(
      "A variable of the environment that secrets may be read from; repeatable.",
      valueName: "name"))
  var env: [String] = []
  @Flag(name: .customLong("allow-apply"), help: "Plans of the session may be applied.")
  var allowApply = false
  @Flag(
    name: .customLong("allow-irreversible"),
    help: "With --allow-apply: also what cannot be taken back.")
  var allowIrreversible = false
  @OptionGroup(title: "The service") var source: SourceFlags
  @OptionGroup(title: "What it leaves behind") var keeping: KeepingFlags
  @Flag(
    inversion: .prefixedNo, help: "Run recipes in a process without secrets, network and files.")
  var isolate = true
  @OptionGroup(title: "Output") var flags: OutputFlags

  func perform(in world: World, _ output: Output) async throws(Problem) -> Int32 {
    var options = RecipeToolBox.Options(source: try source.options, keeping: try keeping.options)
    options.recipes = Set(recipe)
    options.variables = Set(env)
    (options.allowsApply, options.allowsIrreversible) = (allowApply, allowIrreversible)
    if !isolate { options.isolation = .none }
    guard allowApply || !allowIrreversible else {
      throw Problem(
        .usage, "--allow-irreversible needs --allow-apply", hint: "add it, or leave both out")
    }
    let tools = RecipeToolBox(options, in: world)
    try await tools.check()
    output.note(missingIn: options.isolation)
    let server = MCPServer(tools) { world.writeOutput($0 + "\n") }
    for await line in world.lines() where line.contains(where: { !$0.isWhitespace }) {
      await server.receive(line)
    }
    // A client that goes away may have left things undone that are better finished; a signal says
    // that there is no time for it.
    if Task.isCancelled { await server.stop() } else { await server.finish() }
    return world.interruption.exitCode ?? 0
  }
}
