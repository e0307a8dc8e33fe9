/// The texts of the service's errors, which are what tells its errors apart (measured, but where
/// said).
public enum ServiceMessage {
  /// With status 401, although nothing is wrong with the token.
  public static let unknownUser = "The user does not exist."
  public static let badOAuthToken = "Invalid JWT"
  public static let badPrivateToken = "Invalid Private Integration token"
  public static let missingScope = "The token is not authorized for this scope."
  public static let wrongLocation = "The token does not have access to this location."
  public static let duplicateEmail = "A user with this email already exists"
  public static let missingVersion = "version header was not found."
  public static let invalidVersion = "version header is invalid"
  /// From the description of the field in the OpenAPI document; what is answered is not known.
  public static let emailFixed = "Email update is no longer supported due to security reasons."

  /// The service refuses unknown locations; its text is not known.
  public static func unknownLocations(_ ids: [String]) -> String {
    "locationIds contains unknown locations: \(ids.joined(separator: ", "))"
  }

  /// With status 400; the exact text is not known.
  public static func notFound(_ what: String, id: String) -> String {
    "\(what) with id \(id) not found"
  }

  public static func unknownPath(_ method: String, _ path: String) -> String {
    "Cannot \(method) \(path)"
  }
}
