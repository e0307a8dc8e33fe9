import DaemonStore
import Diagnostics
import HighLevel
import JSON
import Synchronization

/// Tells who listens that something changed. One look at the store serves all of them.
final class ChangeFeed: Sendable {
  /// Streams that are open at once, at most.
  static let most = 256
  private static let pause: Duration = .milliseconds(400)
  /// A line now and then keeps connections from being taken for dead.
  private static let silence: Duration = .seconds(15)

  private let store: any Store
  private let bell: Bell
  private let streams = Atomic(0)
  private let isClosed = Atomic(false)

  init(_ store: any Store, bell: Bell) { (self.store, self.bell) = (store, bell) }

  /// Ends all streams: the server stops.
  func close() { isClosed.store(true, ordering: .relaxed) }

  var isOpen: Bool { !isClosed.load(ordering: .relaxed) && !Task.isCancelled }

  /// Waits until something may have changed, for that long at most.
  func wait(_ longest: Duration) async { await bell.wait(longest) }

  /// `change` with the store's version, whenever it is another one.
  func changes() -> Answer {
    stream { write in
      var known: Int64?
      var quiet = ContinuousClock.now
      while self.isOpen {
        if let version = try? await self.store.version(), version != known {
          known = version
          quiet = .now
          try await write("event: change\ndata: \(version)\n\n")
        } else if ContinuousClock.now - quiet > Self.silence {
          quiet = .now
          try await write(": still here\n\n")
        }
        try await Task.sleep(for: Self.pause)
      }
    }
  }

  /// `progress`, `log` and at the end `end` of one run.
  func events(of id: String, _ store: any Store) -> Answer {
    stream { write in
      var (last, sequence) = (JSONObject(), Int64(0))
      while self.isOpen {
        let run = try await store.run(id)
        let lines = try await store.log(of: id, after: sequence, limit: 200)
        for line in lines {
          sequence = line.sequence
          try await write(
            "event: log\nid: \(line.sequence)\ndata: \(line.json.text(ascii: true))\n\n")
        }
        let object = run.object(report: nil)
        if object != last {
          last = object
          let name = run.isSettled ? "end" : "progress"
          let text = JSONValue.object(object).text(ascii: true)
          try await write("event: \(name)\ndata: \(text)\n\n")
        }
        if run.isSettled, lines.count < 200 { return }
        try await Task.sleep(for: Self.pause)
      }
    }
  }

  private func stream(_ body: @escaping Answer.Stream) -> Answer {
    guard streams.wrappingAdd(1, ordering: .relaxed).newValue <= Self.most else {
      streams.wrappingSubtract(1, ordering: .relaxed)
      var answer = Answer(
        status: 503, .init(.unavailable, "too many listen already", hint: "try again later"))
      answer.headers.append(("retry-after", "10"))
      return answer
    }
    return Answer(events: { [streams = Counted(streams: self)] write in
      defer { streams.end() }
      try await body(write)
    })
  }

  fileprivate func leave() { streams.wrappingSubtract(1, ordering: .relaxed) }
}

/// One open stream; gives its place up once.
private final class Counted: Sendable {
  private let feed: ChangeFeed
  private let isOver = Atomic(false)

  init(streams feed: ChangeFeed) { self.feed = feed }

  func end() {
    if !isOver.exchange(true, ordering: .relaxed) { feed.leave() }
  }

  deinit { if !isOver.load(ordering: .relaxed) { feed.leave() } }
}
