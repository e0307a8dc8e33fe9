import DaemonStore
import JSON
import Planning

/// A field that a route of the run API takes in its query: what the document says of it, and what is
/// let in.
struct QueryField: Sendable {
  enum Kind: Sendable {
    case text
    /// The id of a run, an event or a delivery.
    case id
    case number(ClosedRange<Int>)
    case word([String])
    /// One or several words with commas between them.
    case words([String])
  }

  /// Bytes of a text: nothing that is looked for is longer.
  private static let longestText = 1000

  let name: String
  let kind: Kind
  let text: String

  init(_ name: String, _ kind: Kind, _ text: String = "") {
    (self.name, self.kind, self.text) = (name, kind, text)
  }

  /// As a parameter of OpenAPI.
  var parameter: JSONValue {
    [
      "name": .string(name), "in": "query", "required": false, "schema": schema,
      "description": .string(text),
    ]
  }

  private var schema: JSONValue {
    switch kind {
    case .text: ["type": "string", "minLength": 1, "maxLength": .integer(Int64(Self.longestText))]
    case .id: ["type": "string", "pattern": .string(RunID.pattern)]
    case .number(let range):
      [
        "type": "integer", "minimum": .integer(Int64(range.lowerBound)),
        "maximum": .integer(Int64(range.upperBound)),
      ]
    case .word(let words): ["type": "string", "enum": .strings(words)]
    case .words(let words): ["type": "string", "pattern": .string(Self.pattern(ofSome: words))]
    }
  }

  private static func pattern(ofSome words: [String]) -> String {
    let one = "(\(words.joined(separator: "|")))"
    return "^\(one)(,\(one))*$"
  }

  /// Whether a value may stand there.
  func accepts(_ value: String) -> Bool {
    switch kind {
    case .text: !value.isEmpty && value.unicodeScalars.count <= Self.longestText
    case .id: RunID.isOne(value)
    // Nothing but the number itself: no sign, no zeros before it.
    case .number(let range): Int(value).map { range.contains($0) && "\($0)" == value } ?? false
    case .word(let words): words.contains(value)
    case .words(let words):
      value.split(separator: ",", omittingEmptySubsequences: false)
        .allSatisfy { words.contains(String($0)) }
    }
  }

  /// What it must be, for people.
  var wanted: String {
    switch kind {
    case .text: "a text of 1 to \(Self.longestText) characters"
    case .id: "an id, as 'next' of the page before gives it"
    case .number(let range): "a number from \(range.lowerBound) to \(range.upperBound)"
    case .word(let words): "one of \(words.joined(separator: ", "))"
    case .words(let words):
      "one or several, with commas between them, of \(words.joined(separator: ", "))"
    }
  }
}

extension QueryField {
  static let status = QueryField(
    "status", .words(RunStatus.allCases.map(\.rawValue)),
    "one or several with commas between them")
  static let eventStatus = QueryField("status", .word(EventStatus.allCases.map(\.rawValue)))
  static let deliveryStatus = QueryField("status", .word(DeliveryStatus.allCases.map(\.rawValue)))
  static let recipe = QueryField("recipe", .text)
  static let profile = QueryField("profile", .text)
  static let source = QueryField("source", .text, "the name of a hook")
  static let part = QueryField("q", .text, "a part of the title or the id")
  static let after = QueryField("after", .id, "the 'next' of the page before")
  static let limit = QueryField("limit", .number(1...RunAPI.largestPage))
  /// As large as the numbers that all programs read exactly.
  static let from = QueryField(
    "from", .number(0...(1 << 53 - 1)), "the 'next' of the page before")
  static let wait = QueryField(
    "wait", .number(0...300),
    "seconds to wait for the end; without it the answer comes at once")
}
