public import HighLevel

/// Trouble on demand: what goes wrong, for which calls.
public struct Fault: Sendable, Hashable {
  public enum Effect: Sendable, Hashable {
    /// Answers with this status and message instead of doing anything.
    case answer(status: Int, message: String)
    /// Does what was asked, after this long.
    case delay(Duration)
    /// Cuts the connection; whether the request was carried out before that is the hard question.
    case drop(carriedOut: Bool)
    /// Does what was asked, and spoils the answer.
    case damage(Damage)
  }

  /// What can happen to an answer on its way; in memory there is no answer then.
  public enum Damage: Sendable, Hashable {
    /// The connection ends in the middle of the body.
    case cut
    /// The body stops in the middle for this long, and then goes on.
    case stall(Duration)
    /// The body is no JSON, although it says so.
    case garbage
    /// A page for people, with the status of a gateway that failed.
    case page
    /// The right body under the name of another content type.
    case wrongType
    /// A body of that many bytes.
    case huge(Int)
    /// A redirect to that address.
    case redirect(String)
  }

  public var effect: Effect
  /// The operation's name (`users.update`); nil for every operation.
  public var operation: String?
  /// How many calls of it pass unharmed first.
  public var after: Int
  /// How many calls are harmed then; nil for all.
  public var times: Int?
  /// How many calls of the operation came by.
  var seen = 0

  public init(
    _ effect: Effect, on operation: HighLevel.Operation? = nil, after: Int = 0, times: Int? = nil
  ) {
    self.effect = effect
    self.operation = operation?.name
    self.after = after
    self.times = times
  }

  /// Counts a call; whether it is to be harmed.
  mutating func strikes(_ name: String) -> Bool {
    guard operation == nil || operation == name else { return false }
    seen += 1
    guard let times else { return seen > after }
    return seen > after && seen <= after + times
  }
}

extension Fault.Damage {
  /// The name it goes by on the control route.
  public var name: String {
    switch self {
    case .cut: "cut"
    case .stall: "stall"
    case .garbage: "garbage"
    case .page: "page"
    case .wrongType: "wrong-type"
    case .huge: "huge"
    case .redirect: "redirect"
    }
  }
}
