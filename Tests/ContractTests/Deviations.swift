/// The one list of what the stand-in and the client do otherwise than HighLevel's OpenAPI documents
/// say, each with the reason. A deviation that nothing shows any more fails the tests.
struct Deviation: Sendable {
  /// What a fault looks like that it explains: `GET /users/{userId} 200 /scopes: …`, by a part of it.
  let pattern: String
  let reason: String

  init(_ pattern: String, _ reason: String) {
    self.pattern = pattern
    self.reason = reason
  }

  func explains(_ fault: String) -> Bool { fault.contains(pattern) }

  static let all: [Deviation] = [
    Deviation(
      "/scopes: is no string but array",
      "the document types it as a string; real answers have an array of scopes"),
    Deviation(
      "/traceId: is not in the document", "every real answer carries it; support asks for it"),
    Deviation(
      "/scopesAssignedToOnly: is not in the document",
      "real answers have it; the document forgot it"),
    Deviation("/totpEnabled: is not in the document", "real answers have it"),
    Deviation("/dateAdded: is not in the document", "real answers have it"),
    Deviation("/dateUpdated: is not in the document", "real answers have it"),
    Deviation(
      "200 /deleted: is not in the document",
      "the lists' schema has it, that of one user forgot it; real answers have it"),
    Deviation(
      "201 /deleted: is not in the document", "as for reading one user"),
    Deviation(
      "/permissions/", "reality has about ten flags more than the document, and they are kept"),
    Deviation(
      "403 is no documented status", "a token out of its place is answered 403 (measured)"),
    Deviation(
      "GET /users/ is not in the document", "gone from v3, where it still answers (measured)"),
  ]
}
