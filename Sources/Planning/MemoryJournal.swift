public import HighLevel
public import JSON
import Synchronization

/// A journal that lives as long as the process.
public final class MemoryJournal: OperationJournal {
  /// What can be written down, with the operation's number.
  public enum Entry: Sendable, Hashable {
    case intent(Int)
    case done(Int)
    case failed(Int)
    case gone(Int)
  }

  private let written = Mutex<(entries: [Entry], history: RunHistory)>(([], RunHistory()))

  public init() {}

  /// All entries so far, oldest first.
  public var entries: [Entry] { written.withLock { $0.entries } }

  /// What they come to, for a resume.
  public var history: RunHistory { written.withLock { $0.history } }

  public func intent(_ operation: PlannedOperation) {
    add(.intent(operation.number)) { $0.states[operation.number] = .open(since: nil) }
  }

  public func done(_ operation: PlannedOperation, answer: JSONValue) {
    let id = operation.createdID(in: answer)
    add(.done(operation.number)) { $0.states[operation.number] = .done(id: id) }
  }

  public func failed(_ operation: PlannedOperation, error: ServiceError) {
    add(.failed(operation.number)) { $0.states[operation.number] = .failed(error) }
  }

  public func gone(_ operation: PlannedOperation) {
    add(.gone(operation.number)) { $0.gone.insert(operation.number) }
  }

  private func add(_ entry: Entry, _ note: (inout RunHistory) -> Void) {
    written.withLock { written in
      written.entries.append(entry)
      note(&written.history)
    }
  }
}

extension PlannedOperation {
  /// The id that the service gave to the created user; nil for any other kind of operation.
  public func createdID(in answer: JSONValue) -> String? {
    guard kind == .create, let operation = Operations.named(name) else { return nil }
    return operation.record(in: answer)["id"]?.string
  }
}
