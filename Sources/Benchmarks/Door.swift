import HighLevel
import JSON
import Synchronization

/// A service behind a door: its answers wait until the door is opened.
final class Door: ReadBackend {
  private let service: any ReadBackend
  private let visitors = Mutex<[CheckedContinuation<Void, Never>]>([])

  init(_ service: any ReadBackend) { self.service = service }

  var waiting: Int { visitors.withLock { $0.count } }

  /// Lets those in that wait now.
  func open() {
    let all = visitors.withLock { visitors in
      defer { visitors = [] }
      return visitors
    }
    for visitor in all { visitor.resume() }
  }

  func read(_ request: Request) async throws(ServiceError) -> JSONValue {
    await withCheckedContinuation { visitor in visitors.withLock { $0.append(visitor) } }
    return try await service.read(request)
  }
}
