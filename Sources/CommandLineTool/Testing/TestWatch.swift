import Diagnostics
import Engine
import FoundationEssentials

/// Runs tests again whenever a file of theirs changes, until somebody stops it.
struct TestWatch {
  /// How often files are looked at.
  private static let pace = Duration.milliseconds(300)
  /// More files than this in a folder are not looked at.
  private static let mostFiles = 2000

  private let world: World
  private let output: Output

  init(_ world: World, _ output: Output) { (self.world, self.output) = (world, output) }

  /// - Parameter recipes: Those given; without any, `./recipes`.
  func run(_ recipes: [String], _ round: () async -> Void) async throws(Problem) -> Int32 {
    let folders = try folders(of: recipes)
    while world.interruption.signal == nil, !Task.isCancelled {
      let before = Self.stamps(in: folders)
      await round()
      output.note("watching \(joinedInWords(folders)); Ctrl-C ends it")
      while Self.stamps(in: folders) == before {
        do { try await Task.sleep(for: Self.pace) } catch { break }
        if world.interruption.signal != nil { break }
      }
    }
    return world.interruption.exitCode ?? 0
  }

  private func folders(of recipes: [String]) throws(Problem) -> [String] {
    var folders: Set<String> = []
    for name in recipes {
      if let folder = try RecipeFinder(world).file(name).folder { folders.insert(folder) }
    }
    if recipes.isEmpty { folders.insert(RecipeFinder.folder) }
    guard folders.isEmpty else { return folders.sorted() }
    throw Problem(
      .usage, "shipped recipes do not change", hint: "name a file to watch, or leave --watch out")
  }

  /// When each Lua file was last written, by its path.
  private static func stamps(in folders: [String]) -> [String: Date] {
    var stamps: [String: Date] = [:]
    for folder in folders {
      let names = (try? FileManager.default.subpathsOfDirectory(atPath: folder)) ?? []
      for name in names.filter({ $0.hasSuffix(".lua") }).prefix(mostFiles) {
        let attributes = try? FileManager.default.attributesOfItem(atPath: "\(folder)/\(name)")
        stamps["\(folder)/\(name)"] = attributes?[.modificationDate] as? Date
      }
    }
    return stamps
  }
}
