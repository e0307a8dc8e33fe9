import CWorker
import Foundation
import Glibc
import JSON
import Testing

@testable import LuaRuntime

#if arch(x86_64)
  /// Calls that a worker must not make, by their numbers, with arguments that would work elsewhere.
  private let calls = [
    ("socket", "41, 2, 1, 0"), ("connect", "42, 3, 0, 0"), ("open", "2, '/etc/passwd', 0"),
    ("openat", "257, -100, '/etc/passwd', 0"), ("creat", "85, '/tmp/x', 0x180"),
    ("execve", "59, '/bin/true', 0, 0"), ("fork", "57"), ("vfork", "58"), ("clone", "56, 17"),
    ("clone3", "435, 0, 0"), ("ptrace", "101, 0"), ("kill", "62, 1, 0"),
    ("tgkill of others", "234, 1, 1, 0"), ("unlink", "87, '/tmp/x'"), ("prctl", "157, 3"),
    ("prlimit64", "302, 0, 7, 0, 0"), ("mmap of code", "9, 0, 4096, 5, 0x22, -1, 0"),
    ("process_vm_readv", "310, 1, 0, 0, 0, 0, 0"), ("io_uring_setup", "425, 1, 0"),
    ("bpf", "321, 0, 0, 0"), ("mount", "165, 0, 0, 0, 0, 0"), ("pidfd_open", "434, 1, 0"),
    ("memfd_create", "319, 'x', 0"), ("dup", "32, 3"), ("x32 getpid", "0x40000027"),
  ]
#else
  private let calls = [
    ("socket", "198, 2, 1, 0"), ("connect", "203, 3, 0, 0"),
    ("openat", "56, -100, '/etc/passwd', 0"), ("execve", "221, '/bin/true', 0, 0"),
    ("clone", "220, 17"), ("clone3", "435, 0, 0"), ("ptrace", "117, 0"), ("kill", "129, 1, 0"),
    ("unlinkat", "35, -100, '/tmp/x', 0"), ("prctl", "167, 3"),
    ("mmap of code", "222, 0, 4096, 5, 0x22, -1, 0"), ("memfd_create", "279, 'x', 0"),
  ]
#endif

/// Whether this user may look at workers from outside: they are closed to their own user.
private let canLook = geteuid() == 0

@Suite(.timeLimit(.minutes(2))) struct WorkerWallTests {
  private let pool = WorkerPool.shared

  @Test(arguments: calls)
  func `the kernel refuses a worker what it does not need`(name: String, call: String) async throws
  {
    let answer = try await pool.probe("local r, e = syscall(\(call)) return r or -e")
    #expect(Int(answer) == -Int(EPERM), "\(name): \(answer)")
  }

  @Test(arguments: [
    "return tostring(io.open('/etc/passwd'))", "return tostring(io.open('x', 'w'))",
    "return tostring(os.execute())", "return tostring(pcall(io.popen, 'true') and nil)",
    "return tostring(os.remove('/tmp/x'))", "return tostring(os.getenv('PATH'))",
    "return tostring((pcall(os.tmpname)) and nil)",
  ])
  func `Lua's own libraries reach nothing from a worker`(source: String) async throws {
    let answer = try await pool.probe(source)
    #expect(["nil", "false"].contains(answer), "\(answer)")
  }

  @Test func `the parts of the wall are known`() async throws {
    _ = try await evaluate("return 1", in: .worker)
    print("wall | missing here: \(pool.missingParts)")
    #expect(!pool.missingParts.contains("seccomp"))
    #expect(!pool.missingParts.contains("resource limits"))
  }

  @Test(.enabled(if: canLook))
  func `a worker holds one socket, no environment and no privileges`() async throws {
    let run = workerRun(limits: .standard)
    _ = try await run.call("return 1")
    let folder = "/proc/\(try #require(run.process))"
    #expect(try FileManager.default.contentsOfDirectory(atPath: "\(folder)/fd") == ["3"])
    #expect(try Data(contentsOf: URL(filePath: "\(folder)/environ")).isEmpty)
    let status = try String(contentsOfFile: "\(folder)/status", encoding: .utf8)
    #expect(status.contains("NoNewPrivs:\t1"))
    #expect(status.contains("Seccomp:\t2"))
    let limits = try String(contentsOfFile: "\(folder)/limits", encoding: .utf8)
      .split(separator: "\n").map { $0.split(separator: " ", omittingEmptySubsequences: true) }
    for (name, value) in [
      ("Max core file size", "0"), ("Max file size", "0"), ("Max open files", "0"),
      ("Max processes", "0"), ("Max cpu time", "65"),
    ] {
      let words = name.split(separator: " ")
      let line = try #require(limits.first { $0.starts(with: words) })
      #expect(line[words.count] == value, "\(name)")
    }
    let space = try #require(limits.first { $0.starts(with: ["Max", "address", "space"]) })
    #expect(Int(space[3]) != nil, "the address space has a bound")
  }
}
