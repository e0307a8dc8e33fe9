import CLuaBridge
import CWorker
import Dispatch
import Glibc
import Synchronization

/// The process that makes workers, seen from the host. It ends when its socket is closed.
@safe
final class ForkServer: Sendable {
  private let process: pid_t
  /// The control socket; a message of several packets must not be interrupted by another.
  private let control: Mutex<Int32>

  init(program: String) throws(LuaError) {
    var (control, process): (Int32, pid_t) = (-1, 0)
    let problem = unsafe gw_start_server(program, &control, &process)
    guard problem == 0 else { throw Self.unavailable(problem) }
    self.process = process
    self.control = Mutex(control)
  }

  deinit {
    control.withLock { _ = close($0) }
    let process = self.process
    DispatchQueue.global().async { waitpid(process, nil, 0) }
  }

  /// A new worker; nil when the server is gone.
  func makeWorker(_ bounds: gw_bounds) throws(LuaError) -> Worker? {
    var (bounds, socket): (gw_bounds, Int32) = (bounds, -1)
    let problem = control.withLock { unsafe gw_fork($0, &bounds, &socket) }
    if problem == EPIPE || problem == ECONNRESET { return nil }
    guard problem == 0 else { throw Self.unavailable(problem) }
    return Worker(number: bounds.number, socket: socket, server: self)
  }

  func kill(_ number: UInt32) {
    control.withLock { _ = gw_kill($0, number) }
  }

  /// Tells what host function `source` answers.
  func teach(_ name: String, _ text: String) {
    var (name, text) = (name, text)
    name.withUTF8 { name in
      text.withUTF8 { text in
        let name = unsafe gl_bytes(bytes: name.baseAddress, count: name.count)
        let text = unsafe gl_bytes(bytes: text.baseAddress, count: text.count)
        control.withLock { _ = unsafe gw_learn($0, name, text) }
      }
    }
  }

  private static func unavailable(_ problem: Int32) -> LuaError {
    let reason = unsafe String(cString: strerror(problem))
    return LuaError(kind: "worker", message: "no worker process can be started: \(reason)")
  }
}
