import HighLevel
import JSON

/// Queries and forms as the service's framework reads them.
enum FormDecoding {
  /// The fields as strings, in their order; a name that comes more than once becomes a list.
  static func fields(_ text: some StringProtocol) -> JSONObject {
    var result = JSONObject()
    for (name, text) in PercentEncoding.fields(text) {
      let value = JSONValue.string(text)
      switch result[name] {
      case nil: result[name] = value
      case .array(let values): result[name] = .array(values + [value])
      case let first?: result[name] = [first, value]
      }
    }
    return result
  }
}
