import Synchronization
import Testing

@testable import HTTPBackend

/// How many are inside, and how many there were at most.
private final class Crowd: Sendable {
  private let counts = Mutex((now: 0, most: 0))

  var most: Int { counts.withLock { $0.most } }

  func enter() {
    counts.withLock {
      $0.now += 1
      $0.most = max($0.most, $0.now)
    }
  }

  func leave() { counts.withLock { $0.now -= 1 } }
}

@Test func `only so many are inside at once`() async {
  let slots = Slots(3)
  let crowd = Crowd()
  await withTaskGroup { group in
    for _ in 1...200 {
      group.addTask {
        #expect(await slots.enter())
        crowd.enter()
        await Task.yield()
        crowd.leave()
        slots.leave()
      }
    }
  }
  #expect(crowd.most <= 3)
}

@Test func `who is cancelled while waiting takes no place`() async {
  let slots = Slots(1)
  #expect(await slots.enter())
  let tasks = (1...20).map { _ in Task { await slots.enter() } }
  for task in tasks { task.cancel() }
  for task in tasks { #expect(await task.value == false) }
  slots.leave()
  #expect(await slots.enter())
}
