import HighLevel
import JSON

/// A request that changes nothing and tells whether the token may make it.
struct Probe: Sendable {
  enum Outcome: Sendable {
    case allowed
    case refused(String)
    /// The service said something that is not about permission.
    case unclear(String)
  }

  /// The scope that it needs.
  let scope: String
  let request: Request

  /// One request for each scope. The one for writing is about a user that nobody has: the service
  /// looks at the token first.
  static func all(company: String) -> [Probe] {
    let nobody = "nobody@example.invalid"
    return [
      Probe(
        scope: "users.readonly",
        request: Request(
          .usersSearch, fields: ["companyId": .string(company), "limit": "1", "skip": "0"])),
      Probe(
        scope: "users.readonly (by e-mail)",
        request: Request(
          .usersFilterByEmail, fields: ["companyId": .string(company), "emails": .string(nobody)])),
      Probe(
        scope: "locations.readonly",
        request: Request(.locationsSearch, fields: ["limit": "1", "skip": "0"])),
      Probe(scope: "users.write", request: Request(.usersUpdate, id: "ghlua-doctor-nobody")),
    ]
  }

  /// Asks. Throws what ends the whole examination: a refused token, a service that is gone.
  func outcome(from service: any Backend) async throws(ServiceError) -> Outcome {
    do throws(ServiceError) {
      if request.operation.kind == .read {
        _ = try await service.read(request)
      } else {
        _ = try await service.write(request)
      }
      return .allowed
    } catch {
      switch error.kind {
      case .badToken, .badVersion, .unavailable, .rateLimited, .dayLimit: throw error
      case .missingScope, .wrongLocation, .forbidden: return .refused(error.message)
      case .notFound, .invalid, .duplicateEmail: return .allowed
      case .unknown: return .unclear(error.message)
      }
    }
  }
}
