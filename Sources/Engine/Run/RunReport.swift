public import CSV
public import Diagnostics
public import JSON
public import LuaRuntime
public import Planning

/// What became of a run.
public struct RunReport: Sendable {
  public enum Status: String, Sendable, Hashable { case planned, skipped, failed, refused }

  /// What became of one row of a table.
  public struct Row: Sendable, Hashable {
    public enum Outcome: String, Sendable, Hashable, CaseIterable {
      case created, updated, deleted, unchanged, skipped, failed
    }
    /// The line of the input.
    public var line: Int
    public var outcome: Outcome
    /// Why it failed or was skipped.
    public var message: String?
    /// The recipe's line that failed.
    public var place: String?
  }

  /// A line that the recipe printed.
  public struct Message: Sendable, Hashable {
    public enum Kind: String, Sendable, Hashable { case log, note }
    public var kind: Kind
    public var text: String
  }

  public var status: Status
  /// What `run` returned, or what `ctx.skip` was given.
  public var result: JSONValue?
  /// Why the recipe skipped the whole run.
  public var skipReason: String?
  /// In the order of the input.
  public var rows: [Row]
  public var messages: [Message]
  /// Things the operator should know, such as the use of a deprecated operation.
  public var warnings: [String]
  /// What would be done; nil when the run failed.
  public var plan: Plan?
  public var problem: Problem?
  /// The values behind the plan's secret references; memory only.
  public var secrets: Secrets
  /// The tables that were read as arguments, to write outcome files from.
  public var tables: [String: CSVTable]
  /// The capabilities that the recipe's calls needed, refused ones included.
  public var usedCapabilities: Set<String> = []
  /// The most bytes that Lua held at once.
  public var peakMemory = 0
  /// The lines of the recipe's functions, where they were asked for.
  public var lines: [LuaFileLines] = []

  public var failedRows: Int { rows.count { $0.outcome == .failed } }
}
