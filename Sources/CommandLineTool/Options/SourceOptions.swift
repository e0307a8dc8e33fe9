import ArgumentParser
import Diagnostics

/// Which company a command was told to work on.
struct SourceOptions: Sendable, Hashable {
  var mock: MockChoice?
  var profile: String?
  var baseURL: String?
  var apiVersion: String?
  /// The folder that a run's exchanges are stored in.
  var record: String?
  /// The folder that answers instead of the service.
  var replay: String?
  /// How many requests may be under way at a time.
  var concurrency: Int?

  /// Takes an option of `run` or `plan`; whether it is one of these.
  mutating func take(_ name: String, _ value: String) throws(Problem) -> Bool {
    switch name {
    case "mock": mock = value.isEmpty ? .builtIn : .file(value)
    case "profile": profile = value
    case "base-url": baseURL = value
    case "api-version": apiVersion = value
    case "record": record = value
    case "replay": replay = value
    case "concurrency": concurrency = try Quantity.count(value, name)
    default: return false
    }
    return true
  }
}

/// Which company stands in for a real one.
enum MockChoice: Sendable, Hashable {
  case builtIn
  case file(String)
}

/// The same options for commands whose words are all known beforehand.
struct SourceFlags: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "A saved company, as --mock=FILE; --mock alone for the built-in one.", valueName: "file"))
  var mock: String?
  @Flag(name: .customLong(CommandFinder.builtInCompany), help: .hidden) var builtIn = false
  @OptionGroup var service: ServiceFlags
  @Option(help: ArgumentHelp("Store the exchanges with the service.", valueName: "folder"))
  var record: String?

  var options: SourceOptions {
    get throws(Problem) {
      var options = try service.options
      options.mock = builtIn ? .builtIn : mock.map(MockChoice.file)
      options.record = record
      return options
    }
  }
}

/// How the real service is reached.
struct ServiceFlags: ParsableArguments {
  @Option(help: "The profile in the settings.") var profile: String?
  @Option(name: .customLong("base-url"), help: ArgumentHelp("The service.", valueName: "url"))
  var baseURL: String?
  @Option(
    name: .customLong("api-version"),
    help: ArgumentHelp("2021-07-28 or v3.", valueName: "version"))
  var apiVersion: String?
  @Option(help: ArgumentHelp("Requests at a time, at most.", valueName: "n"))
  var concurrency: String?

  var options: SourceOptions {
    get throws(Problem) {
      var options = SourceOptions()
      (options.profile, options.baseURL) = (profile, baseURL)
      options.apiVersion = apiVersion
      if let concurrency {
        options.concurrency = try Quantity.count(concurrency, "concurrency")
      }
      return options
    }
  }
}
