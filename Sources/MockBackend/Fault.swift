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
