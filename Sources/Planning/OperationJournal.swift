public import Diagnostics
public import HighLevel
public import JSON

/// Where an apply writes down what it is about to do and what became of it.
///
/// An `intent` without anything after it means: sent, or about to be, and the answer is not known.
/// Calls come from many tasks at once.
public protocol OperationJournal: Sendable {
  /// Called once, after all checks and before the first intent; what is thrown here ends the apply
  /// with nothing sent.
  func begin() async throws(Problem)
  /// Must be on stable storage when it returns; the request is sent only then.
  func intent(_ operation: PlannedOperation) async throws(Problem)
  /// The service said yes, or was found to have done it. Need not be on stable storage: what is
  /// lost is settled by looking.
  func done(_ operation: PlannedOperation, answer: JSONValue) async throws(Problem)
  /// The service said no, and nothing was changed.
  func failed(_ operation: PlannedOperation, error: ServiceError) async throws(Problem)
  /// The user of a delete is no longer there.
  func gone(_ operation: PlannedOperation) async throws(Problem)
}

extension OperationJournal {
  /// Nothing to prepare.
  public func begin() {}
  /// A journal of applies that do not follow deletes has nothing to write.
  public func gone(_ operation: PlannedOperation) {}
}
