import DaemonStore
import Diagnostics
import Files
import Settings

/// Where `serve` keeps runs and events.
enum ServeStore {
  /// The option's, the settings', or a file where programs keep their state.
  static func address(
    _ option: String?, _ settings: Settings, _ world: World
  ) throws(Problem) -> String {
    if let option {
      guard !holdsPassword(option) else {
        throw Problem(
          .usage, "--store holds a password, which everybody can see in the list of processes",
          hint: "put it into PGPASSFILE, or the address below [serve]")
      }
      return option
    }
    if let store = settings.serve.store?.value { return store }
    guard let state = UserFolders(world.environment).state else {
      throw Problem(
        .usage, "there is no place for the store: HOME is not set",
        hint: "name a file with --store, or 'store' below [serve] in ghlua.toml")
    }
    try PrivateFile.makeFolder(state)
    return "\(state)/serve.db"
  }

  static func open(_ address: String) async throws(Problem) -> any Store {
    do throws(StoreError) { return try await StoreOpener.store(address) } catch {
      throw error.problem
    }
  }

  private static func holdsPassword(_ address: String) -> Bool {
    guard let scheme = address.firstRange(of: "://") else { return false }
    let authority = address[scheme.upperBound...].prefix { $0 != "/" && $0 != "?" }
    return authority.contains("@") && authority.prefix { $0 != "@" }.contains(":")
  }
}
