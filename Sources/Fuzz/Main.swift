import CFuzz
import Dispatch
import FoundationEssentials

#if FUZZING
  /// The target that the environment names; libFuzzer calls this for each input.
  @_cdecl("fuzz_look")
  func lookAtInput() {
    guard let target = chosen else { fatalError("FUZZ_TARGET names no target") }
    let bytes = (0..<fuzz_count()).map { fuzz_byte($0) }
    let done = DispatchSemaphore(value: 0)
    Task.detached {
      await target.look(at: bytes)
      done.signal()
    }
    done.wait()
  }

  private let chosen = FuzzTarget(
    rawValue: ProcessInfo.processInfo.environment["FUZZ_TARGET"] ?? "")
#else
  @_cdecl("fuzz_look")
  func lookAtInput() {}

  /// Without the fuzzer: looks at the files of a target once. Usage: `Fuzz TARGET FILE…`
  @main
  enum Main {
    static func main() async throws {
      let words = CommandLine.arguments.dropFirst()
      guard let target = words.first.flatMap(FuzzTarget.init(rawValue:)) else {
        print("usage: Fuzz TARGET FILE…, the targets are \(FuzzTarget.allCases.map(\.rawValue))")
        return
      }
      for path in words.dropFirst() {
        await target.look(at: [UInt8](try Data(contentsOf: URL(filePath: path))))
      }
    }
  }
#endif
