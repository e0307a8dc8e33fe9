import Dispatch
import Glibc
import Synchronization

/// Whether somebody sent SIGHUP: read the settings again.
final class Hangups {
  private final class Flag: Sendable { let isUp = Atomic(false) }

  private let flag = Flag()
  private let source: any DispatchSourceSignal

  init() {
    signal(SIGHUP, SIG_IGN)
    source = DispatchSource.makeSignalSource(signal: SIGHUP, queue: .global())
    source.setEventHandler { [flag] in flag.isUp.store(true, ordering: .relaxed) }
    source.activate()
  }

  /// Whether it came since the last question.
  func take() -> Bool { flag.isUp.exchange(false, ordering: .relaxed) }

  deinit { source.cancel() }
}
