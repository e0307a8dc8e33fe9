import PackagePlugin

/// Turns the files below `lua/` of a target into one Swift file that holds their text.
///
/// The list of files comes from SwiftPM and not from the folder, so that a new file is noticed.
@main
struct EmbedLuaPlugin: BuildToolPlugin {
  func createBuildCommands(context: PluginContext, target: any Target) throws -> [Command] {
    guard let target = target as? any SourceModuleTarget else { return [] }
    let root = target.directoryURL.appending(path: "lua").path()
    let inputs = target.sourceFiles.map(\.url).filter { $0.path().hasPrefix(root + "/") }
    let output = context.pluginWorkDirectoryURL.appending(path: "EmbeddedFiles.swift")
    return [
      .buildCommand(
        displayName: "Embedding the Lua library",
        executable: try context.tool(named: "EmbedLua").url,
        arguments: [output.path(), root] + inputs.map { $0.path() },
        inputFiles: inputs,
        outputFiles: [output])
    ]
  }
}
