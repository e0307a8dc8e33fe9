import Diagnostics
import HighLevel
import MockBackend
import Settings

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
      try source.check(forApply: forApply, isMock: true)
      return try Company(mock, forApply: forApply, now: try world.moment())
    }
    try source.check(forApply: forApply, isMock: false)
    if let folder = source.replay { return try replay(folder, in: world, output) }
    let settings = try Settings.load(source.flags, environment: world.environment)
    if settings.token != nil {
      return try await live(settings, source, forApply: forApply, in: world, output)
    }
    guard source.words.isEmpty, source.record == nil else { throw LiveService.noToken }
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

extension SourceOptions {
  /// Refuses options that do not go together.
  fileprivate func check(forApply: Bool, isMock: Bool) throws(Problem) {
    let service = [
      ("--profile", profile != nil), ("--base-url", baseURL != nil),
      ("--api-version", apiVersion != nil), ("--concurrency", concurrency != nil),
      ("--record", record != nil),
    ].filter(\.1).map(\.0)
    if isMock, let option = service.first ?? (replay == nil ? nil : "--replay") {
      throw Problem(.usage, "--mock and \(option) do not go together", hint: "leave one out")
    }
    guard replay != nil else { return }
    if forApply {
      throw Problem(
        .usage, "nothing can be applied to a recording", hint: "leave --replay or --apply out")
    }
    if let option = service.first {
      throw Problem(.usage, "--replay and \(option) do not go together", hint: "leave one out")
    }
  }
}
