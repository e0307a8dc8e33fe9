import HighLevel
import JSON
import MockBackend
import MockServer
import Planning
import Testing

/// One thing that holds for whatever answers as the service does: the stand-in in memory, a client
/// that reaches it over a socket, the overlay of a plan.
struct ContractCase: Sendable, CustomTestStringConvertible {
  let name: String
  let run: @Sendable (any Backend, ContractCompany) async throws -> Void

  init(
    _ name: String, run: @escaping @Sendable (any Backend, ContractCompany) async throws -> Void
  ) {
    self.name = name
    self.run = run
  }

  var testDescription: String { name }
}

/// The company behind a subject: the built-in one, fresh for every case.
struct ContractCompany: Sendable {
  let id = DefaultCompany.id
  /// Lets time go by where the subject has its own; deletes take effect in it.
  let passTime: @Sendable (Duration) async -> Void
  /// Ends what was started for the case, as a server.
  let end: @Sendable () async throws -> Void

  init(
    passTime: @escaping @Sendable (Duration) async -> Void,
    end: @escaping @Sendable () async throws -> Void = {}
  ) {
    (self.passTime, self.end) = (passTime, end)
  }
}

/// Something the contract holds for.
struct Subject: Sendable, CustomTestStringConvertible {
  let name: String
  let start: @Sendable () async throws -> (any Backend, ContractCompany)

  var testDescription: String { name }

  /// Every subject. In an overlay a delete takes effect at once.
  static let all: [Subject] = [
    Subject(name: "the stand-in in memory") {
      let service = MockService()
      return (service, ContractCompany { service.advance(by: $0) })
    },
    Subject(name: "the stand-in as it is on the wire") {
      let service = MockService()
      return (
        WireBackend(service, version: .v2), ContractCompany { service.advance(by: $0) }
      )
    },
    Subject(name: "the stand-in as it is on the wire, in version v3") {
      let service = MockService()
      return (
        WireBackend(service, version: .v3), ContractCompany { service.advance(by: $0) }
      )
    },
    Subject(name: "the live client over HTTP") { try await overHTTP(.v2) },
    Subject(name: "the live client over HTTP, in version v3") { try await overHTTP(.v3) },
    Subject(name: "the overlay of a plan") {
      (planning(), ContractCompany { _ in })
    },
    Subject(name: "the overlay of a plan that has changed much and taken it back") {
      let overlay = planning()
      for name in ["Aaron", "Zoe", "Jane"] {
        try await overlay.update(
          try await jane(in: overlay), ["firstName": .string(name)])
      }
      return (overlay, ContractCompany { _ in })
    },
  ]

  private static func overHTTP(
    _ version: ServiceVersion
  ) async throws -> (any Backend, ContractCompany) {
    let service = MockService()
    let live = try await LiveSubject(service, version: version)
    return (
      live.backend,
      ContractCompany(passTime: { service.advance(by: $0) }, end: { try await live.server.stop() })
    )
  }

  private static func planning() -> Overlay {
    let service = MockService()
    return Overlay(over: service, now: service.now, options: service.options.rules)
  }

  private static func jane(in backend: any Backend) async throws -> String {
    let found = try await backend.filter("jane@deo.com")
    return try #require(found.first.map { User($0).id })
  }
}

/// The whole contract.
let contractCases =
  readingCases + searchingCases + creatingCases + updatingCases + deletingCases + placesCases

@Test(arguments: Subject.all, contractCases)
private func `the contract holds`(subject: Subject, example: ContractCase) async throws {
  let (backend, company) = try await subject.start()
  do { try await example.run(backend, company) } catch {
    try? await company.end()
    throw error
  }
  try await company.end()
}

@Test func `every case of the contract has a name of its own`() {
  #expect(Set(contractCases.map(\.name)).count == contractCases.count)
}
