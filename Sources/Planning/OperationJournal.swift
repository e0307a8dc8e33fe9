public import Diagnostics
public import HighLevel
public import JSON
import Synchronization

/// Where an apply writes down what it is about to do and what became of it.
///
/// An `intent` without anything after it means: sent, or about to be, and the answer is not known.
public protocol OperationJournal: Sendable {
  /// Must be on stable storage when it returns; the request is sent only then.
  func intent(_ operation: PlannedOperation) async throws(Problem)
  /// The service said yes.
  func done(_ operation: PlannedOperation, answer: JSONValue) async throws(Problem)
  /// The service said no, and nothing was changed.
  func failed(_ operation: PlannedOperation, error: ServiceError) async throws(Problem)
}

/// A journal that lives as long as the process.
public final class MemoryJournal: OperationJournal {
  /// What can be written down, with the operation's number.
  public enum Entry: Sendable, Hashable {
    case intent(Int)
    case done(Int)
    case failed(Int)
  }

  private let written = Mutex<[Entry]>([])

  public init() {}

  /// All entries so far, oldest first.
  public var entries: [Entry] { written.withLock { $0 } }

  public func intent(_ operation: PlannedOperation) { add(.intent(operation.number)) }

  public func done(_ operation: PlannedOperation, answer: JSONValue) {
    add(.done(operation.number))
  }

  public func failed(_ operation: PlannedOperation, error: ServiceError) {
    add(.failed(operation.number))
  }

  private func add(_ entry: Entry) { written.withLock { $0.append(entry) } }
}
