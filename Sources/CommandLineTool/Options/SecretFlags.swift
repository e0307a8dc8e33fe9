import ArgumentParser
import Diagnostics
import Engine
import Planning

/// Secrets that a saved plan only names, given again to whoever carries it out.
struct SecretFlags: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "A secret that the plan names: password=env:VARIABLE or password=file:PATH.",
      valueName: "name=source"))
  var secret: [String] = []

  /// Whether a text says where a secret is.
  static func isSource(_ text: String) -> Bool {
    text.hasPrefix("env:") || text.hasPrefix("file:")
  }

  /// Where each is read from, by its name: `env:VARIABLE`, `file:PATH`.
  var sources: [String: String] {
    get throws(Problem) {
      var sources: [String: String] = [:]
      for text in secret {
        let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
        guard parts.count == 2, Self.isSource(parts[1]) else {
          // The text may be the secret; it is not repeated.
          throw Problem(
            .usage, "--secret says where a secret is, not what it is",
            hint: "write it like --secret password=env:VARIABLE or --secret password=file:PATH")
        }
        sources[parts[0]] = parts[1]
      }
      return sources
    }
  }

  /// Reads them all; nothing that is printed later shows one.
  func read(from input: any InputSource, _ output: Output) throws(Problem) -> Secrets {
    let secrets = Secrets()
    for (name, source) in try sources {
      secrets.register(try SecretInput(input).value(of: source, for: "--secret"), as: name)
    }
    output.redaction.learn(secrets)
    return secrets
  }
}
