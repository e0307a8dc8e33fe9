/// An option of `run` and `plan` themselves, in contrast to those of the recipe.
struct OwnOption: Sendable {
  enum Value: Sendable, Equatable {
    case none
    /// Only after `=`, as the next word is the recipe's.
    case optional(String)
    case required(String)
  }

  /// Without the hyphens.
  var name: String
  /// `-v` as `v`.
  var letter: Character?
  var value: Value
  var help: String

  init(_ name: String, letter: Character? = nil, value: Value = .none, _ help: String) {
    self.name = name
    self.letter = letter
    self.value = value
    self.help = help
  }

  static let all: [OwnOption] = [
    OwnOption("mock", value: .optional("FILE"), "Work on a saved company, or the built-in one."),
    OwnOption("profile", value: .required("NAME"), "The profile in the settings."),
    OwnOption("base-url", value: .required("URL"), "The service."),
    OwnOption("api-version", value: .required("VERSION"), "2021-07-28 or v3."),
    OwnOption("concurrency", value: .required("N"), "Requests at a time, at most."),
    OwnOption("record", value: .required("DIR"), "Store the exchanges with the service."),
    OwnOption("replay", value: .required("DIR"), "Plan from stored exchanges, offline."),
    OwnOption("apply", "Carry the plan out (run only)."),
    OwnOption("yes", letter: "y", "Answer every question with yes."),
    OwnOption("out", letter: "o", value: .required("FILE"), "Where the plan is saved (plan only)."),
    OwnOption("arg", value: .required("NAME=VALUE"), "An argument of the recipe; repeatable."),
    OwnOption("input", value: .required("FILE|-"), "A JSON object with arguments."),
    OwnOption("input-b64", value: .required("BASE64"), "The same, the JSON in base64."),
    OwnOption("event", value: .required("FILE|-"), "The event that starts it, as JSON."),
    OwnOption("event-b64", value: .required("BASE64"), "The same, the JSON in base64."),
    OwnOption("result", value: .required("FILE"), "Write what the recipe returns here."),
    OwnOption("limit", value: .required("KIND=N"), "Allow exactly so many: delete=12; repeatable."),
    OwnOption("allow", value: .required("WHAT"), "users.delete or last-admin; repeatable."),
    OwnOption("events", value: .required("FILE"), "Add events to this file, one a line."),
    OwnOption("no-follow", "Do not wait until deleted users are gone."),
    OwnOption("follow-for", value: .required("TIME"), "How long to wait for that; 10m without."),
    OwnOption("runs-dir", value: .required("FOLDER"), "The folder with all runs."),
    OwnOption("time-limit", value: .required("TIME"), "Time in Lua, like 500ms or 2s."),
    OwnOption("memory-limit", value: .required("SIZE"), "Memory of Lua, like 64MiB."),
    OwnOption("output-limit", value: .required("SIZE"), "What the recipe may print."),
    OwnOption("host-call-limit", value: .required("N"), "Calls out of Lua."),
    OwnOption("cpu-limit", value: .required("TIME"), "Processor time in Lua."),
    OwnOption("total-time-limit", value: .required("TIME"), "Time in all, with waits; one hour."),
    OwnOption("instruction-limit", value: .required("N"), "Instructions of Lua; slows it down."),
    OwnOption("depth-limit", value: .required("N"), "Functions that call each other."),
    OwnOption("coroutine-limit", value: .required("N"), "Coroutines created in all."),
    OwnOption("chunk-limit", value: .required("SIZE"), "Source text in one load."),
    OwnOption("isolate", "Run the recipe in a process without secrets, network and files."),
    OwnOption("no-isolate", "Run it in this process, as is usual."),
    OwnOption("detailed-exitcode", "Exit code 2 when there is something to change."),
    OwnOption("json", "One JSON object on one line, in ASCII."),
    OwnOption("exit-zero", "With --json: exit code 0 whenever it was printed."),
    OwnOption("quiet", "Nothing on standard error but problems."),
    OwnOption("verbose", letter: "v", "More detail, such as what the recipe printed."),
    OwnOption("no-color", "No colour."),
    OwnOption("help", letter: "h", "What the recipe takes."),
  ]

  /// As it is typed: `-o, --out FILE`, `--mock[=FILE]`.
  var usage: String {
    let long = letter.map { "-\($0), --\(name)" } ?? "--\(name)"
    switch value {
    case .none: return long
    case .optional(let value): return "\(long)[=\(value)]"
    case .required(let value): return "\(long) \(value)"
    }
  }

  /// All options with their help, a line each.
  static var helpText: String {
    let width = all.map(\.usage.count).max() ?? 0
    return all.map { option in
      let gap = String(repeating: " ", count: width - option.usage.count + 2)
      return "  \(option.usage)\(gap)\(option.help)"
    }.joined(separator: "\n")
  }
}
