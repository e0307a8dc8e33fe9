import HighLevel
import JSON
import MockBackend
import Synchronization
import Testing

/// What became of calls in a row: a status, or 0 for a cut connection.
private func statuses(_ service: MockService, _ request: Request, count: Int) -> [Int] {
  (0..<count).map { _ in service.reply(to: request).answer?.status ?? 0 }
}

@Test func `a fault strikes after some calls, for some calls`() {
  let service = MockService()
  service.inject(Fault(.answer(status: 503, message: "down"), after: 2, times: 2))
  #expect(statuses(service, getJohn, count: 6) == [200, 200, 503, 503, 200, 200])
}

@Test func `a fault can be for one operation only`() {
  let service = MockService()
  service.inject(Fault(.answer(status: 500, message: "oops"), on: .usersSearch))
  #expect(statuses(service, getJohn, count: 2) == [200, 200])
  #expect(statuses(service, searchRequest([:]), count: 2) == [500, 500])
  service.clearFaults()
  #expect(statuses(service, searchRequest([:]), count: 1) == [200])
}

@Test func `a refused call changes nothing`() async {
  let service = MockService()
  let before = service.state
  service.inject(Fault(.answer(status: 429, message: "Too many requests")))
  let error = await #expect(throws: ServiceError.self) { try await service.write(deleteJohn) }
  #expect(error?.kind == .rateLimited)
  #expect(service.state == before)
}

@Test func `a cut connection may or may not have carried the request out`() async {
  let create = Request(.usersCreate, fields: newUser())
  for carriedOut in [true, false] {
    let service = MockService()
    let before = service.state.users.count
    service.inject(Fault(.drop(carriedOut: carriedOut), times: 1))
    let error = await #expect(throws: ServiceError.self) { try await service.write(create) }
    #expect(error?.kind == .unavailable)
    #expect(error?.status == 0)
    #expect(service.state.users.count == before + (carriedOut ? 1 : 0))
  }
}

@Test func `a delayed answer waits and is right`() async throws {
  let waited = Mutex<[Duration]>([])
  let service = MockService(sleep: { duration in waited.withLock { $0.append(duration) } })
  service.inject(Fault(.delay(.seconds(30)), times: 1))
  #expect(try await service.read(getJohn)["name"] == "John Deo")
  #expect(try await service.read(getJohn)["name"] == "John Deo")
  #expect(waited.withLock { $0 } == [.seconds(30)])
}

@Test func `a 429 names a wait only by the switch`() throws {
  let service = MockService()
  service.inject(Fault(.answer(status: 429, message: "Too many requests")))
  #expect(try answer(service, getJohn).headers.isEmpty)
  service.options.retryAfter = 7
  #expect(try answer(service, getJohn).headers == ["Retry-After": "7"])
}
