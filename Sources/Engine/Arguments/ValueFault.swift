import Diagnostics
import HighLevel

/// Why a value cannot be taken.
enum ValueFault: Error {
  /// The value is wrong; a row with it is a bad row.
  case wrong(String, hint: String? = nil)
  /// Nobody can tell: the service did not answer as it should.
  case stop(Problem)

  /// The service refused or failed a lookup.
  init(_ error: ServiceError) {
    let code: Problem.Code
    let hint: String?
    switch error.kind {
    case .badToken, .missingScope, .wrongLocation, .forbidden:
      (code, hint) = (.auth, "looking up names needs users.readonly and locations.readonly")
    case .unavailable, .rateLimited, .dayLimit: (code, hint) = (.unavailable, "try again later")
    default: (code, hint) = (.error, nil)
    }
    self = .stop(Problem(code, "cannot look up the arguments: \(error.message)", hint: hint))
  }
}
