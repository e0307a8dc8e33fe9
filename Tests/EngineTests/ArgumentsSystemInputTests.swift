import Engine
import Foundation
import Testing

/// The real file system, in a folder of its own for each test.
final class ArgumentsSystemInputTests {
  private let folder = FileManager.default.temporaryDirectory
    .appendingPathComponent("ghlua-\(UUID().uuidString)").path
  private let input = SystemInput()

  init() throws {
    try FileManager.default.createDirectory(
      atPath: folder, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  private func write(_ name: String, _ bytes: [UInt8]) throws {
    try Data(bytes).write(to: URL(fileURLWithPath: "\(folder)/\(name)"))
  }

  private func fault(_ path: String, limit: Int = 1 << 20) -> InputFault? {
    do throws(InputFault) {
      _ = try input.readFile(path, limit: limit)
      return nil
    } catch {
      return error
    }
  }

  @Test func `a file and a link to it are read`() throws {
    try write("a.csv", [1, 2, 3])
    try FileManager.default.createSymbolicLink(
      atPath: "\(folder)/link", withDestinationPath: "a.csv")
    #expect(try input.readFile("\(folder)/a.csv", limit: 3) == [1, 2, 3])
    #expect(try input.readFile("\(folder)/link", limit: 3) == [1, 2, 3])
  }

  @Test func `an empty file is read as nothing`() throws {
    try write("empty", [])
    #expect(try input.readFile("\(folder)/empty", limit: 3) == [])
  }

  @Test func `what is no file is refused`() throws {
    try write("people.csv", [1])
    #expect(fault(folder) == .folder)
    #expect(fault("/dev/zero") == .noFile)
    try FileManager.default.createSymbolicLink(
      atPath: "\(folder)/dangling", withDestinationPath: "nowhere")
    #expect(fault("\(folder)/dangling") == .noFile)
    #expect(fault("\(folder)/peple.csv") == .missing(nearest: ["\(folder)/people.csv"]))
    #expect(fault("\(folder)/no/such") == .missing(nearest: []))
  }

  @Test func `a large file of zeros is refused by its beginning`() throws {
    try write("zeros", [])
    let file = try #require(FileHandle(forWritingAtPath: "\(folder)/zeros"))
    try file.truncate(atOffset: 1 << 30)
    try file.close()
    #expect(fault("\(folder)/zeros") == .binary)
  }

  @Test func `a file above the limit is refused`() throws {
    try write("long", Array(repeating: 65, count: 11))
    #expect(fault("\(folder)/long", limit: 10) == .tooLarge(limit: 10))
  }

  @Test func `the environment is read`() {
    #expect(input.environmentVariable("PATH")?.isEmpty == false)
    #expect(input.environmentVariable("GHLUA_NO_SUCH_VARIABLE") == nil)
  }
}
