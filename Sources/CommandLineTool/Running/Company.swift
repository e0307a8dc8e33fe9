import Diagnostics
import HighLevel
import JSON
import MockBackend

/// The company that a command works on: a saved one, or the built-in one.
struct Company: Sendable {
  let service: MockService
  /// The saved company's file; nil for the built-in one, which forgets everything.
  let file: String?
  private let lock: FileLock?

  /// Opens what the command line and the environment choose.
  ///
  /// Without a choice a plan may use the built-in company, but nothing is ever applied to it: that
  /// would look like success and change nothing.
  /// - Parameter forApply: Whether it is to be written to; a file is then locked.
  static func open(
    _ mock: MockChoice?, forApply: Bool, in world: World, _ output: Output
  ) throws(Problem) -> Company {
    if let mock { return try Company(mock, forApply: forApply, now: try world.moment()) }
    if ["GHLUA_TOKEN", "GHLUA_TOKEN_FILE"].contains(where: { world.variable($0) != nil }) {
      throw Problem(
        .error, "the live service is not supported by this version",
        hint: "use --mock, or --mock=FILE")
    }
    guard !forApply else {
      throw Problem(
        .auth, "there is no token, and no --mock either: nothing to apply to",
        hint: "'ghlua mock seed company.json' makes a company to try it on; "
          + "then add --mock=company.json")
    }
    output.note("no token: planning against the built-in example company")
    return try Company(.builtIn, forApply: false, now: try world.moment())
  }

  init(_ mock: MockChoice, forApply: Bool, now: Timestamp) throws(Problem) {
    switch mock {
    case .builtIn:
      (file, lock) = (nil, nil)
      service = MockService(DefaultCompany.state)
    case .file(let path):
      file = path
      // Before the file is read: what is read must still hold when it is written.
      lock = forApply ? try FileLock(path) : nil
      service = MockService(try MockFile.load(path))
    }
    // A saved company's time goes on while nobody looks, so that queued deletes fall due.
    service.now = max(service.now, now)
  }

  /// What plans call the source.
  static let sourceName = "mock"

  var id: String { service.companyId }
  /// The moment that counts as now there.
  var now: Timestamp { service.now }
  /// What it does where it is not known what the real service does.
  var rules: UserRules.Options { service.options.rules }

  /// Names of locations by their ids.
  var locationNames: [String: String] { Self.locationNames(of: service.state) }

  static func locationNames(of state: MockState) -> [String: String] {
    let named = state.locations.map { Location($0) }.map { ($0.id, $0.name) }
    return Dictionary(named) { first, _ in first }
  }

  /// Writes the company back to its file, if it has one.
  func save() throws(Problem) {
    if let file { try MockFile.save(service.state, to: file) }
  }
}
