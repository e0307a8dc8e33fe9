import CPosix
import Diagnostics
import Glibc

/// A second process that only waits for the one that works, so that there is an answer also when
/// that one dies: callers that read JSON get an object, and not nothing.
///
/// With `--json` only, and not at a terminal: whoever reads the texts sees a crash anyway, and a
/// start without it costs nothing.
enum Supervisor {
  static func isWanted(_ words: ArraySlice<String>) -> Bool {
    words.prefix { $0 != "--" }.contains("--json") && isatty(STDOUT_FILENO) == 0
  }

  /// Goes on in a new process; the one that was there ends with it, with its exit code.
  static func split() {
    let ending = ghlua_supervise()
    switch ending {
    case -1: return
    case 0...255: ghlua_leave(ending)
    default: ghlua_leave(report(ending > 256 ? ending - 256 : 0, in: .system()))
    }
  }

  /// Says what the dead one cannot say any more; the exit code.
  static func report(_ signal: Int32, in world: World) -> Int32 {
    let output = Output(world)
    let problem = Problem(deathBy: signal)
    let isWanted = problem.code == .resumable
    if isWanted { world.interruption.note(signal: signal) }
    let state = ghlua_output_state()
    if state == 2 { return output.end(problem) }
    if state == 1 { world.writeOutput("\n") }
    return output.fail(problem, status: isWanted ? "interrupted" : "failed")
  }
}

extension Problem {
  /// What is said when a signal ended the process that did the work; 0 when none is known.
  init(deathBy signal: Int32) {
    switch signal {
    // Sent by somebody who wants it to stop.
    case SIGHUP, SIGINT, SIGTERM: self = .interrupted
    case SIGKILL:
      self.init(
        .bug, "ghlua was killed before it was done; most often the machine had no memory left",
        hint: Self.afterDeath)
    default:
      self.init(
        .bug, "ghlua crashed before it was done (signal \(signal))", hint: Self.afterDeath)
    }
  }

  private static let afterDeath =
    "'ghlua runs' tells whether an apply had begun; 'ghlua resume RUN' finishes it"
}
