import Diagnostics
import Engine
import JSON
import LuaRuntime
import Planning

/// What `run` and `plan` were told about themselves.
struct RunOptions: Sendable {
  var source = SourceOptions()
  var keeping = KeepingOptions()
  var apply = false
  var yes = false
  var out: String?
  var detailedExitCode = false
  var help = false
  var bounds = RunBounds()
  var isolation = LuaIsolation.none
  var limits = ExactLimits()
  var allowed: Set<Permission> = []
  /// `--arg`, in their order.
  var arguments: [(name: String, value: String)] = []
  var inputs: [ArgumentInput] = []
  var event: ArgumentInput?
  /// The file for what the recipe returns.
  var result: String?

  /// What needs to be said explicitly.
  enum Permission: String, CaseIterable, Sendable {
    case deleteFromScript = "users.delete"
    case lastAdmin = "last-admin"
  }

  init(_ words: OwnWords) throws(Problem) {
    var limits: [String] = []
    for (name, value) in words.options {
      let value = value ?? ""
      if try source.take(name, value) { continue }
      if try keeping.take(name, value) { continue }
      switch name {
      case "apply": apply = true
      case "yes": yes = true
      case "out": out = value
      case "detailed-exitcode": detailedExitCode = true
      case "help": help = true
      case "isolate": isolation = .worker(.shared)
      case "no-isolate": isolation = .none
      case "arg": arguments.append(try Self.argument(value))
      case "input": inputs.append(value == "-" ? .standardInput : .file(value))
      case "event": event = value == "-" ? .standardInput : .file(value)
      case "event-b64": event = .base64(value)
      case "result": result = value
      case "input-b64": inputs.append(.base64(value))
      case "limit": limits.append(value)
      case "allow": allowed.insert(try Self.permission(value))
      case _ where name.hasSuffix("-limit"): try bounds.set(name, to: value)
      // How the output looks is `Output`'s part.
      default: break
      }
    }
    self.limits = try ExactLimits(parsing: limits)
  }

  static func permission(_ text: String) throws(Problem) -> Permission {
    if let permission = Permission(rawValue: text) { return permission }
    let known = Permission.allCases.map(\.rawValue)
    throw Problem(
      .usage, "--allow knows no '\(text)'",
      hint: Suggestion.hint(for: text, in: known)
        ?? "known are \(known.joined(separator: " and "))")
  }

  /// `user=ana@acme.test`, taken apart.
  static func argument(
    _ text: String
  ) throws(Problem) -> (name: String, value: String) {
    let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, !parts[0].isEmpty else {
      // The text may be a secret; only its kind of fault is told.
      throw Problem(.usage, "--arg is not like NAME=VALUE", hint: "write --arg user=ana@acme.test")
    }
    return (String(parts[0]), String(parts[1]))
  }
}

extension RunBounds {
  /// Takes the value of an option such as `--time-limit`.
  fileprivate mutating func set(_ option: String, to value: String) throws(Problem) {
    switch option {
    case "time-limit": lua.time = try Quantity.time(value, option)
    case "total-time-limit": lua.total = try Quantity.time(value, option)
    case "cpu-limit": lua.cpu = try Quantity.time(value, option)
    case "memory-limit": lua.memory = try Quantity.size(value, option)
    case "chunk-limit": lua.chunk = try Quantity.size(value, option)
    case "output-limit": output = try Quantity.size(value, option)
    case "host-call-limit": lua.hostCalls = try Quantity.count(value, option)
    case "instruction-limit": lua.instructions = try Quantity.count(value, option)
    case "depth-limit": lua.depth = try Quantity.count(value, option)
    case "coroutine-limit": lua.coroutines = try Quantity.count(value, option)
    default: break
    }
  }
}
