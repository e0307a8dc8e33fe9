public import Diagnostics
public import HighLevel

/// Why a call of a recipe came to nothing.
public enum GateError: Error, Sendable, Hashable {
  /// The service's own answer, or what it would have answered; a recipe may catch it.
  case service(ServiceError)
  /// The arguments do not fit the operation; nothing was sent.
  case argument(FieldError)
  /// The run is not allowed to; no `pcall` makes it so.
  case refused(Problem)
}
