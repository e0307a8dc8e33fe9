import DaemonStore
import Diagnostics

/// The query of a request to the run API. All of it is known, stands there once, and is what the
/// document allows: a filter that is misspelt or empty must not list everything.
struct Query: Sendable {
  private var values: [String: String] = [:]

  /// - Parameter fields: All that the route takes.
  init(_ ask: Ask, _ fields: [QueryField] = []) throws(Refused) {
    for (name, value) in ask.query {
      guard let field = fields.first(where: { $0.name == name }) else {
        throw Self.unknown(name, fields.map(\.name))
      }
      guard values.updateValue(value, forKey: name) == nil else {
        throw Refused(400, Problem(.usage, "'\(name)' stands in the query more than once"))
      }
      guard field.accepts(value) else {
        throw Refused(
          400,
          Problem(
            .usage,
            value.isEmpty
              ? "'\(name)' is empty in the query"
              : "'\(name)' cannot be '\(value.shortened(to: 40))'",
            hint: "\(name) must be \(field.wanted), or left out"))
      }
    }
  }

  private static func unknown(_ name: String, _ known: [String]) -> Refused {
    let list = known.isEmpty ? "it takes none" : "known: \(known.joined(separator: ", "))"
    return Refused(
      400,
      Problem(
        .usage, "the query knows no '\(name.shortened(to: 40))' here",
        hint: Suggestion.hint(for: name, in: known) ?? list))
  }

  func text(_ field: QueryField) -> String? { values[field.name] }

  func number(_ field: QueryField) -> Int? { text(field).flatMap { Int($0) } }

  func words(_ field: QueryField) -> [String] {
    text(field)?.split(separator: ",").map(String.init) ?? []
  }

  /// How long an answer may wait for the end of a run; nil to answer at once.
  var wait: Duration? { number(.wait).flatMap { $0 == 0 ? nil : .seconds($0) } }

  /// `after` and `limit`.
  var page: ListPage {
    let first = ListPage(after: text(.after))
    return number(.limit).map { ListPage(after: first.after, limit: $0) } ?? first
  }
}
