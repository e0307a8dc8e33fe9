import Diagnostics
import Engine
import FoundationEssentials
import JSON

/// A JSON object that is given from outside: arguments, or an event.
enum ArgumentInput: Sendable, Hashable {
  case file(String)
  case standardInput
  case base64(String)

  /// The largest input, in bytes.
  private static let largest = 64 << 20

  /// The object in it.
  /// - Parameter option: The option that named it, for errors.
  func read(
    _ source: any InputSource, for option: String = "--input"
  ) throws(Problem) -> JSONObject {
    let bytes = try bytes(source, option)
    let name = name(option)
    let value: JSONValue
    do throws(JSONSyntaxError) { value = try JSONValue(parsing: bytes) } catch {
      throw Problem(
        .inputInvalid, "\(name) is not JSON: \(error.message)",
        hint: "it must hold one JSON object",
        at: Place(place(option), line: error.line, column: error.column))
    }
    guard let object = value.object else {
      throw Problem(
        .inputInvalid, "\(name) holds a JSON \(value.kind), not an object",
        hint: "write it like {\"user\": \"ana@acme.test\"}", at: Place(place(option)))
    }
    return object
  }

  private func bytes(
    _ source: any InputSource, _ option: String
  ) throws(Problem) -> [UInt8] {
    do throws(InputFault) {
      switch self {
      case .file(let path): return try source.readFile(path, limit: Self.largest)
      case .standardInput: return try source.readStandardInput(limit: Self.largest)
      case .base64(let text):
        if let data = Data(base64Encoded: text) { return Array(data) }
      }
    } catch {
      throw Problem(
        .inputInvalid, "\(option): \(error.message(about: place(option)))", hint: error.hint)
    }
    throw Problem(
      .inputInvalid, "\(option)-b64 is no base64",
      hint: "encode the JSON object as base64 without line ends")
  }

  private func name(_ option: String) -> String {
    switch self {
    case .file(let path): "the file '\(path)' of \(option)"
    case .standardInput: "what standard input gave to \(option)"
    case .base64: "what \(option)-b64 encodes"
    }
  }

  private func place(_ option: String) -> String {
    switch self {
    case .file(let path): path
    case .standardInput: "standard input"
    case .base64: "\(option)-b64"
    }
  }
}
