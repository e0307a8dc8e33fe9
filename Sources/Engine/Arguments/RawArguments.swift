public import Diagnostics
public import JSON

/// Arguments as they were given, before anybody looked at types.
public struct RawArguments: Sendable, Hashable {
  /// By name: texts from a command line, any JSON from `--input` or an inline test.
  public var named: JSONObject
  /// Words without a name, in their order.
  public var positional: [String]
  /// Words after `--`; they follow `positional`, and a leading `-` means nothing in them.
  public var trailing: [String]
  /// What is wrong already; reported together with the rest.
  public var faults: [Problem]
  /// Names that `faults` speaks of: not to be reported as missing as well.
  var reported: Set<String> = []
  /// Whether something else of this run has read standard input.
  public var standardInputIsTaken: Bool

  public init(
    named: JSONObject = [:], positional: [String] = [], trailing: [String] = [],
    faults: [Problem] = [], standardInputIsTaken: Bool = false
  ) {
    self.named = named
    self.positional = positional
    self.trailing = trailing
    self.faults = faults
    self.standardInputIsTaken = standardInputIsTaken
  }

  /// Adds arguments from another place; a name given in both is a fault.
  public mutating func add(_ arguments: JSONObject, parameters: [Parameter]) {
    let matcher = NameMatcher(parameters.map(\.name))
    for member in arguments {
      let name = matcher.name(for: member.key) ?? member.key
      guard named[name] == nil else {
        faults.append(Self.givenTwice(name))
        continue
      }
      named[name] = member.value
    }
  }

  static func givenTwice(_ name: String) -> Problem {
    Problem(.argumentsInvalid, "the argument '\(name)' is given twice", hint: "give it once")
  }
}

/// Reading the words of a command line.
extension RawArguments {
  /// Reads `--name value`, `--name=value`, `--flag`, `--no-flag` and words by position.
  ///
  /// `--firstName`, `--first-name` and `--first_name` are one name. A flag takes a value only after
  /// `=`. A list given several times becomes one list. A value that begins with `--` needs the `=`.
  /// - Parameter parameters: what the recipe declares; empty for a plain script, where a name
  ///   without a value is true.
  public init(words: [String], parameters: [Parameter]) {
    self.init()
    var reader = CommandWords(words: words[...], parameters: parameters)
    reader.read(into: &self)
  }
}

private struct CommandWords {
  var words: ArraySlice<String>
  let parameters: [Parameter]
  let matcher: NameMatcher

  init(words: ArraySlice<String>, parameters: [Parameter]) {
    self.words = words
    self.parameters = parameters
    matcher = NameMatcher(parameters.map(\.name))
  }

  mutating func read(into result: inout RawArguments) {
    while let word = words.popFirst() {
      if word == "--" {
        result.trailing = Array(words)
        return
      }
      if word.hasPrefix("--") {
        readOption(word.dropFirst(2), into: &result)
      } else {
        result.positional.append(word)
      }
    }
  }

  private mutating func readOption(_ option: Substring, into result: inout RawArguments) {
    let parts = option.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    let given = String(parts[0])
    let inline = parts.count == 2 ? String(parts[1]) : nil
    if inline == nil, let name = negatedFlag(given) {
      return set(name, false, in: &result)
    }
    let name = matcher.name(for: given) ?? given
    let parameter = parameters.first { $0.name == name }
    if let inline { return set(name, .string(inline), in: &result) }
    if parameter?.type == .flag { return set(name, true, in: &result) }
    if let next = words.first, !next.hasPrefix("--") {
      words.removeFirst()
      return set(name, .string(next), in: &result)
    }
    guard parameter != nil else { return set(name, true, in: &result) }
    result.faults.append(
      Problem(
        .argumentsInvalid, "'--\(given)' needs a value",
        hint: "write --\(given)=VALUE if the value begins with --"))
    result.reported.insert(name)
  }

  private func negatedFlag(_ given: String) -> String? {
    guard given.hasPrefix("no-"), matcher.name(for: given) == nil,
      let name = matcher.name(for: String(given.dropFirst(3))),
      parameters.contains(where: { $0.name == name && $0.type == .flag })
    else { return nil }
    return name
  }

  private func set(_ name: String, _ value: JSONValue, in result: inout RawArguments) {
    guard let earlier = result.named[name] else {
      result.named[name] = value
      return
    }
    if parameters.contains(where: { $0.name == name && $0.type == .list }) {
      result.named[name] = .array((earlier.array ?? [earlier]) + [value])
    } else {
      result.faults.append(RawArguments.givenTwice(name))
    }
  }
}
