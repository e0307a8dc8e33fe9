import HighLevel
import JSON
import Webhooks

/// A request as it came, without anything of the library that carried it.
struct Ask: Sendable {
  /// `GET`, `POST`, …
  var method: String
  /// Path and query as they came.
  var target: String
  /// Names in lower case.
  var headers: [(name: String, value: String)] = []
  /// What `Host` said; nil without it.
  var host: String?
  var body: [UInt8] = []
  /// Whether it came from this machine.
  var isLocal = false
  var received: Timestamp

  /// The path, still encoded.
  var path: Substring { target.prefix { $0 != "?" && $0 != "#" } }

  /// The fields of the query, decoded.
  var query: [(name: String, value: String)] {
    PercentEncoding.fields(target.prefix { $0 != "#" }.drop { $0 != "?" }.dropFirst())
  }

  /// The parts of the path. Names and ids here are plain, so that nothing needs decoding: an encoded
  /// slash or dot leads nowhere.
  var segments: [Substring] {
    path.dropFirst().split(separator: "/", omittingEmptySubsequences: false)
  }

  /// The one value of a header; nil when it is absent or comes more than once.
  func header(_ name: String) -> String? {
    let values = headers.lazy.filter { $0.name == name }.prefix(2).map(\.value)
    return values.count == 1 ? values.first : nil
  }

  /// The first field of the query by that name.
  func field(_ name: String) -> String? {
    query.first { $0.name == name && !$0.value.isEmpty }?.value
  }

  /// The fields of a form in the body.
  var form: [String: String] {
    let fields = PercentEncoding.fields(String(decoding: body, as: UTF8.self))
    return Dictionary(fields.map { ($0.name, $0.value) }) { first, _ in first }
  }
}
