import Foundation
import Testing

@testable import Fuzz

/// The seeds and findings of scripts/fuzz, looked at without the fuzzer.
struct CorpusFile: Sendable, CustomTestStringConvertible {
  let target: FuzzTarget
  let name: String
  let bytes: [UInt8]

  var testDescription: String { "\(target.rawValue)/\(name)" }

  static let all: [CorpusFile] = FuzzTarget.allCases.flatMap { target -> [CorpusFile] in
    let folder = root.appending(path: "scripts/fuzz.d/corpus/\(target.rawValue)")
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return names.sorted().compactMap { name -> CorpusFile? in
      guard let data = try? Data(contentsOf: folder.appending(path: name)) else { return nil }
      return CorpusFile(target: target, name: name, bytes: [UInt8](data))
    }
  }

  private static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()
}

@Suite struct CorpusTests {
  @Test(arguments: CorpusFile.all)
  func `a file of the corpus keeps every promise`(file: CorpusFile) async {
    await file.target.look(at: file.bytes)
  }

  /// Changed as a fuzzer would, from a fixed seed: bytes flipped, cut, doubled, taken from others.
  @Test(arguments: FuzzTarget.allCases)
  func `a changed file of the corpus keeps every promise`(target: FuzzTarget) async {
    let seeds = CorpusFile.all.filter { $0.target == target }.map(\.bytes)
    #expect(!seeds.isEmpty, "there is a corpus")
    var generator = Mutator(seed: 5)
    for round in 0..<200 {
      await target.look(at: generator.change(seeds[round % seeds.count], with: seeds))
    }
  }
}

private struct Mutator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  /// SplitMix64 (Steele, Lea, Flood 2014).
  private mutating func below(_ bound: Int) -> Int {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return Int((z ^ (z >> 31)) % UInt64(bound))
  }

  mutating func change(_ seed: [UInt8], with others: [[UInt8]]) -> [UInt8] {
    var bytes = seed
    for _ in 0...below(4) {
      let at = below(bytes.count + 1)
      switch below(4) {
      case 0 where at < bytes.count: bytes[at] = UInt8(below(256))
      case 1: bytes.insert(UInt8(below(256)), at: at)
      case 2: bytes.removeSubrange(at..<min(bytes.count, at + 1 + below(8)))
      default:
        let other = others[below(others.count)]
        let start = below(other.count + 1)
        bytes.insert(contentsOf: other[start...].prefix(1 + below(40)), at: at)
      }
    }
    return bytes
  }
}
