import ArgumentParser
import Diagnostics
import Runs

/// What an apply was told about what it leaves behind, besides the changes.
struct KeepingOptions: Sendable, Hashable {
  /// The folder with all runs.
  var runs: String?
  /// Takes events, one a line.
  var events: String?
  /// Whether it is waited until deleted users are gone.
  var follows = true
  /// For how long, at most; the service speaks of a few minutes.
  var followLimit: Duration = .seconds(600)

  /// Takes an option of `run`; whether it is one of these.
  mutating func take(_ name: String, _ value: String) throws(Problem) -> Bool {
    switch name {
    case "runs-dir": runs = value
    case "events": events = value
    case "no-follow": follows = false
    case "follow-for": followLimit = try Quantity.time(value, name)
    default: return false
    }
    return true
  }
}

/// The same options for commands whose words are all known beforehand.
struct KeepingFlags: ParsableArguments {
  @OptionGroup var runs: RunsFlags
  @Option(help: ArgumentHelp("Add events to this file, one a line.", valueName: "file"))
  var events: String?
  @Flag(
    name: .customLong("no-follow"), help: "Do not wait until deleted users are gone.")
  var noFollow = false
  @Option(
    name: .customLong("follow-for"),
    help: ArgumentHelp("How long to wait for that, at most; 10m without.", valueName: "time"))
  var followFor: String?

  var options: KeepingOptions {
    get throws(Problem) {
      var options = KeepingOptions(runs: runs.runsDir, events: events, follows: !noFollow)
      if let followFor { options.followLimit = try Quantity.time(followFor, "follow-for") }
      return options
    }
  }
}

/// Where the runs are.
struct RunsFlags: ParsableArguments {
  @Option(
    name: .customLong("runs-dir"),
    help: ArgumentHelp("The folder with all runs.", valueName: "folder"))
  var runsDir: String?
}

extension World {
  /// The folder with all runs: the option's, `GHLUA_RUNS_DIR`, or where programs keep their state.
  func runs(_ option: String?) throws(Problem) -> RunStore {
    if let path = option ?? variable("GHLUA_RUNS_DIR") ?? stateFolder.map({ "\($0)/runs" }) {
      // Locks hold for all applies of the user, wherever the runs are.
      return RunStore(path, sharedLocks: stateFolder.map { "\($0)/locks" })
    }
    throw Problem(
      .usage, "there is no place for the runs: HOME is not set",
      hint: "name a folder with --runs-dir, or in GHLUA_RUNS_DIR")
  }
}
