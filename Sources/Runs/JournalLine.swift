import HighLevel
import JSON
import Planning

/// One line of a journal: JSON with a number and a checksum over itself and all lines before it.
///
/// So a line that was changed, left out or moved is found out, wherever it stands.
struct JournalLine {
  /// Of the whole file; another version has another number.
  static let format = "ghlua.journal/1"

  var fields: JSONObject

  init(_ fields: JSONObject) { self.fields = fields }

  /// The line's text with its end, and the checksum that the next one builds on.
  func text(after last: String) -> (text: String, sum: String) {
    let sum = Self.sum(of: fields, after: last)
    var whole = fields
    whole["sum"] = .string(sum)
    return (JSONValue.object(whole).text() + "\n", sum)
  }

  /// Reads a line without its end; nil when it is not as it was written.
  init?(_ text: Substring, after last: String) {
    guard var fields = (try? JSONValue(parsing: String(text)))?.object,
      let sum = fields["sum"]?.string
    else { return nil }
    fields["sum"] = nil
    guard Self.sum(of: fields, after: last) == sum else { return nil }
    self.fields = fields
  }

  private static func sum(of fields: JSONObject, after last: String) -> String {
    String(Fingerprint.of(text: last + JSONValue.object(fields).canonicalText()).suffix(16))
  }
}

/// The lines by what they say.
extension JournalLine {
  static func header(run: String, checksum: String, at moment: Timestamp) -> JournalLine {
    JournalLine([
      "format": .string(format), "run": .string(run), "plan": .string(checksum),
      "at": .string(moment.description),
    ])
  }

  static func entry(
    _ number: Int, _ what: String, _ operation: PlannedOperation, at moment: Timestamp
  ) -> JournalLine {
    JournalLine([
      "n": .integer(Int64(number)), "at": .string(moment.description), "what": .string(what),
      "op": .integer(Int64(operation.number)),
    ])
  }

  var moment: Timestamp? { fields["at"]?.string.flatMap { Timestamp($0) } }

  /// Notes what the line says of an operation; false when it says nothing that is known.
  func note(in history: inout RunHistory) -> Bool {
    guard let operation = fields["op"]?.integer.map({ Int($0) }) else { return false }
    switch fields["what"]?.string {
    case "intent": history.states[operation] = .open(since: moment)
    case "done": history.states[operation] = .done(id: fields["id"]?.string)
    case "failed":
      history.states[operation] = .failed(
        ServiceError(
          kind: fields["kind"]?.string.flatMap { ServiceError.Kind(rawValue: $0) } ?? .unknown,
          status: fields["status"]?.integer.map { Int($0) } ?? 0,
          message: fields["message"]?.string ?? "", traceId: fields["trace"]?.string))
    case "gone": history.gone.insert(operation)
    default: return false
    }
    return true
  }
}
