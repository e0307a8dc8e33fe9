import Diagnostics
import Glibc

/// The command line: finds the command, runs it, and ends the process with its exit code.
public enum CommandLineTool {
  /// Runs the command in `CommandLine.arguments`, and does not return.
  public static func main() -> Never {
    let words = CommandLine.arguments.dropFirst()
    if Supervisor.isWanted(words) { Supervisor.split() }
    let world = World.system()
    leave(run(in: world))
  }

  /// Runs a command and waits for it; the exit code.
  static func run(in world: World) -> Int32 {
    let output = Output(world)
    do throws(Problem) {
      switch try CommandFinder(world).command(output) {
      case nil: return 0
      case .instant(let command): return try command.perform(in: world, output)
      case .long(let command):
        return Blocking.run(world.interruption, patience: command.patience) {
          await perform(command, in: world, output)
        } orGiveUp: {
          output.fail(.interrupted, status: "interrupted")
        }
      }
    } catch {
      return output.fail(error)
    }
  }

  /// The same for callers that are asynchronous themselves.
  static func runAsynchronously(in world: World) async -> Int32 {
    let output = Output(world)
    do throws(Problem) {
      switch try CommandFinder(world).command(output) {
      case nil: return 0
      case .instant(let command): return try command.perform(in: world, output)
      case .long(let command): return await perform(command, in: world, output)
      }
    } catch {
      return output.fail(error)
    }
  }

  private static func perform(
    _ command: any LongCommand, in world: World, _ output: Output
  ) async -> Int32 {
    do throws(Problem) {
      return try await command.perform(in: world, output)
    } catch {
      return output.fail(error)
    }
  }

  private static func leave(_ code: Int32) -> Never { exit(code) }
}

extension Problem {
  /// What is said when a signal ended a command that could not say it itself.
  static let interrupted = Problem(
    .resumable, "stopped by a signal before the end",
    hint: "'ghlua runs' tells whether an apply had begun; if not, run the command again")
}
