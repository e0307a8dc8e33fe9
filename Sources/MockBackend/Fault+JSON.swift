import HighLevel
public import JSON

/// Trouble as programs ask for it:
/// `{"effect": "answer", "status": 503, "message": "down", "operation": "users.update", "after": 2,
/// "times": 1}`.
extension Fault {
  /// Reads that form; every fault of it is one sentence.
  ///
  /// Effects and what they take: `answer` (`status`, `message`), `delay` (`ms`), `drop`
  /// (`carriedOut`), `cut`, `stall` (`ms`), `garbage`, `page`, `wrong-type`, `huge` (`bytes`),
  /// `redirect` (`to`).
  public init(json: JSONValue) throws(MockStateError) {
    let name = json["operation"]?.string
    let operation = name.flatMap { Operations.named($0) }
    guard name == nil || operation != nil else {
      throw MockStateError("there is no operation '\(name ?? "")'")
    }
    self.init(
      try Self.effect(json), on: operation, after: Int(json["after"]?.integer ?? 0),
      times: json["times"]?.integer.map(Int.init))
  }

  private static func effect(_ json: JSONValue) throws(MockStateError) -> Effect {
    let milliseconds = json["ms"]?.integer ?? 1000
    switch json["effect"]?.string {
    case "answer":
      let status = Int(json["status"]?.integer ?? 503)
      guard (200..<600).contains(status) else { throw MockStateError("\(status) is no status") }
      return .answer(status: status, message: json["message"]?.string ?? "Service Unavailable")
    case "delay": return .delay(.milliseconds(milliseconds))
    case "drop": return .drop(carriedOut: json["carriedOut"]?.bool ?? false)
    case "cut": return .damage(.cut)
    case "stall": return .damage(.stall(.milliseconds(milliseconds)))
    case "garbage": return .damage(.garbage)
    case "page": return .damage(.page)
    case "wrong-type": return .damage(.wrongType)
    case "huge": return .damage(.huge(Int(json["bytes"]?.integer ?? 1 << 30)))
    case "redirect":
      guard let address = json["to"]?.string else { throw MockStateError("a redirect needs 'to'") }
      return .damage(.redirect(address))
    default:
      throw MockStateError(
        "the effect is answer, delay, drop, cut, stall, garbage, page, wrong-type, huge or redirect"
      )
    }
  }
}
