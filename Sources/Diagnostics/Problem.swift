/// Something went wrong, said once for people and for programs.
///
/// One renderer makes all text of it, so a problem carries facts, not layout. No field ever holds a
/// secret: whoever makes a problem leaves values of secret parameters out.
public struct Problem: Error, Sendable, Hashable {
  /// What kind of trouble; decides the exit code.
  public var code: Code
  /// One sentence: what is wrong, with the offending name or value.
  public var message: String
  /// What to do about it.
  public var hint: String?
  /// Where it is, in a recipe or an input file.
  public var place: Place?
  /// The line of source at `place`, for quoting with a caret.
  public var source: String?
  /// More problems found in the same look, each with its own place.
  public var others: [Problem]
  /// `file:line: in function …`, innermost first; recipes only.
  public var traceback: [String]

  public init(
    _ code: Code, _ message: String, hint: String? = nil, at place: Place? = nil,
    source: String? = nil, others: [Problem] = [], traceback: [String] = []
  ) {
    self.code = code
    self.message = message
    self.hint = hint
    self.place = place
    self.source = source
    self.others = others
    self.traceback = traceback
  }

  /// Whether the same command may succeed later without a change.
  public var retryable: Bool { code == .unavailable || code == .locked }
}

extension Problem {
  /// The codes that outsiders see as `problem.code`, with the exit code of each.
  public enum Code: String, Sendable, Hashable, CaseIterable {
    case error
    /// Some rows or operations failed, the rest is done.
    case partial
    case auth
    case refused
    case capability
    case limit
    case drift
    case confirm
    case unavailable
    case recipeFailed = "recipe-failed"
    case limitTime = "limit-time"
    case limitMemory = "limit-memory"
    case limitInstructions = "limit-instructions"
    case limitOutput = "limit-output"
    case limitHostCalls = "limit-host-calls"
    case limitCPU = "limit-cpu"
    case limitTotal = "limit-total"
    case limitDepth = "limit-depth"
    case limitCoroutines = "limit-coroutines"
    case limitChunk = "limit-chunk"
    case recipeInvalid = "recipe-invalid"
    case argumentsInvalid = "arguments-invalid"
    case inputInvalid = "input-invalid"
    case recipeNotFound = "recipe-not-found"
    case locked
    case resumable
    case usage
    case bug

    /// The exit code of the command line.
    public var exitCode: Int32 {
      switch self {
      case .error: 1
      case .partial: 3
      case .auth: 4
      case .refused, .capability, .limit: 5
      case .drift: 6
      case .confirm: 7
      case .unavailable: 8
      case .recipeFailed, .limitTime, .limitMemory, .limitInstructions, .limitOutput,
        .limitHostCalls, .limitCPU, .limitTotal, .limitDepth, .limitCoroutines, .limitChunk:
        9
      case .recipeInvalid, .argumentsInvalid, .inputInvalid, .recipeNotFound: 10
      case .locked: 11
      case .resumable: 12
      case .usage: 64
      case .bug: 70
      }
    }
  }
}
