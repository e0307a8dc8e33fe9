import Diagnostics
import HighLevel
import MockBackend

extension Company {
  /// Opens what the command line, the environment and the settings choose.
  ///
  /// Without a choice a plan may use the built-in company, but nothing is ever applied to it: that
  /// would look like success and change nothing.
  /// - Parameter forApply: Whether it is to be written to; it is then locked.
  static func open(
    _ source: SourceOptions, forApply: Bool, in world: World, _ output: Output
  ) async throws(Problem) -> Company {
    if let mock = source.mock {
      return try Company(mock, forApply: forApply, now: try world.moment())
    }
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
}
