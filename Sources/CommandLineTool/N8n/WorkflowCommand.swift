import Engine

/// The command lines in a workflow. Every expression in them is of letters, digits and a few signs
/// that mean nothing to a shell.
struct WorkflowCommand {
  /// How the program is called.
  var program = "ghlua"
  /// The folder for plans, where the program is.
  var folder = "/tmp"
  /// Which company: `--profile=main`, `--mock=company.json`.
  var source: [String] = []

  func plan(_ recipe: Recipe, hasEvent: Bool) -> String {
    var words = [program, "plan", recipe.callName].map(Self.quoted)
    words += source.map(Self.quoted) + ["--json", "--exit-zero"]
    words += ["--input-b64", "{{ $json.input }}"]
    if hasEvent { words += ["--event-b64", "{{ $json.event }}"] }
    return "=" + (words + ["--out", "{{ $json.plan }}"]).joined(separator: " ")
  }

  /// - Parameter secrets: Where secrets of the plan are: `password=env:NAME`.
  func apply(isYesGiven: Bool, secrets: [String]) -> String {
    let plan = "$('\(RecipeWorkflow.Step.planResult)').first().json"
    var words = [Self.quoted(program), "apply", "{{ \(plan).plan_file }}"]
    words += ["--checksum", "{{ \(plan).checksum }}"] + source.map(Self.quoted)
    words += secrets.flatMap { ["--secret", Self.quoted($0)] }
    if isYesGiven { words.append("--yes") }
    return "=" + (words + ["--json", "--exit-zero"]).joined(separator: " ")
  }

  /// A word as a shell takes it.
  private static func quoted(_ word: String) -> String {
    isPlain(word) ? word : "'\(word.replacing("'", with: #"'\''"#))'"
  }

  /// Whether a shell takes a word as it is.
  static func isPlain(_ word: String) -> Bool {
    !word.isEmpty
      && word.allSatisfy {
        $0.isASCII && ($0.isLetter || $0.isNumber || "-_./:=@+,".contains($0))
      }
  }
}
