public import Diagnostics

/// Where secrets are read from: `env:NAME` and `file:PATH` keep them out of the command line, which
/// others can see.
public struct SecretInput: Sendable {
  static let limit = 64 << 10

  private let input: any InputSource

  public init(_ input: any InputSource) { self.input = input }

  /// The secret behind `env:NAME` or `file:PATH`, for an option of ghlua's own.
  public func value(of source: String, for option: String) throws(Problem) -> String {
    do throws(ValueFault) {
      let value = try secret(source)
      if value.isEmpty { throw .wrong("the secret in \(source) is empty") }
      return value
    } catch {
      switch error {
      case .stop(let problem): throw problem
      case .wrong(let message, let hint):
        throw Problem(.argumentsInvalid, "\(option): \(message)", hint: hint)
      }
    }
  }

  /// The secret that a text names; the text itself where it names none.
  func secret(_ given: String) throws(ValueFault) -> String {
    if given.hasPrefix("env:") {
      let name = String(given.dropFirst(4))
      guard let value = input.environmentVariable(name) else {
        throw .wrong("the environment variable '\(name)' is not set")
      }
      return value
    }
    guard given.hasPrefix("file:") else { return given }
    var text = try contents(of: String(given.dropFirst(5)), limit: Self.limit)
    if text.last?.isNewline == true { text.removeLast() }
    return text
  }

  /// The text of a file, of standard input for `-`.
  func contents(of path: String, limit: Int) throws(ValueFault) -> String {
    do throws(InputFault) {
      let bytes =
        path == "-"
        ? try input.readStandardInput(limit: limit) : try input.readFile(path, limit: limit)
      let isMarked = bytes.starts(with: [0xEF, 0xBB, 0xBF])
      if let text = String(validating: bytes.dropFirst(isMarked ? 3 : 0), as: UTF8.self) {
        return text
      }
    } catch {
      throw .wrong(error.message(about: path), hint: error.hint)
    }
    throw .wrong("'\(path)' is no valid UTF-8", hint: "save it as text in UTF-8")
  }
}
