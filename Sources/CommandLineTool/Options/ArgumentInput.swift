import Diagnostics
import Engine
import FoundationEssentials
import JSON

/// A JSON object with arguments.
enum ArgumentInput: Sendable, Hashable {
  case file(String)
  case standardInput
  case base64(String)

  /// The largest input, in bytes.
  private static let largest = 64 << 20

  /// The arguments in it.
  func read(_ source: any InputSource) throws(Problem) -> JSONObject {
    let bytes = try bytes(source)
    let value: JSONValue
    do throws(JSONSyntaxError) { value = try JSONValue(parsing: bytes) } catch {
      throw Problem(
        .inputInvalid, "\(name) is not JSON: \(error.message)",
        hint: "it must hold one object with the recipe's arguments",
        at: Place(place, line: error.line, column: error.column))
    }
    guard let object = value.object else {
      throw Problem(
        .inputInvalid, "\(name) holds a JSON \(value.kind), not an object",
        hint: "write it like {\"user\": \"ana@acme.test\"}", at: Place(place))
    }
    return object
  }

  private func bytes(_ source: any InputSource) throws(Problem) -> [UInt8] {
    do throws(InputFault) {
      switch self {
      case .file(let path): return try source.readFile(path, limit: Self.largest)
      case .standardInput: return try source.readStandardInput(limit: Self.largest)
      case .base64(let text):
        if let data = Data(base64Encoded: text) { return Array(data) }
      }
    } catch {
      throw Problem(.inputInvalid, "--input: \(error.message(about: place))", hint: error.hint)
    }
    throw Problem(
      .inputInvalid, "--input-b64 is no base64",
      hint: "encode the JSON object as base64 without line ends")
  }

  private var name: String {
    switch self {
    case .file(let path): "the file '\(path)' of --input"
    case .standardInput: "what standard input gave to --input"
    case .base64: "what --input-b64 encodes"
    }
  }

  private var place: String {
    switch self {
    case .file(let path): path
    case .standardInput: "standard input"
    case .base64: "--input-b64"
    }
  }
}
