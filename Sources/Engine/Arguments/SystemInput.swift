import CPosix
import Diagnostics
import FoundationEssentials
import Glibc

/// The real files, standard input and environment of this process.
public struct SystemInput: InputSource {
  public init() {}

  public func readFile(_ path: String, limit: Int) throws(InputFault) -> [UInt8] {
    try checkKind(of: path)
    let data: Data
    do {
      // A mapping shows the beginning of a file of any size without reading the rest.
      data = try Data(contentsOf: URL(filePath: path), options: .alwaysMapped)
    } catch {
      throw Self.fault(error)
    }
    if data.prefix(Self.firstLook).contains(0) { throw .binary }
    if data.count > limit { throw .tooLarge(limit: limit) }
    var buffer = InputBuffer(limit: limit)
    try buffer.append(data)
    return buffer.bytes
  }

  public func readStandardInput(limit: Int) throws(InputFault) -> [UInt8] {
    var buffer = InputBuffer(limit: limit)
    var piece: [UInt8] = []
    piece.reserveCapacity(Self.firstLook)
    while true {
      // Byte by byte from the C library's buffer. By name (`/dev/stdin`) it could not be opened
      // where it is a socket, which is what Node.js gives to its children.
      let byte = getchar_unlocked()
      if byte >= 0 { piece.append(UInt8(truncatingIfNeeded: byte)) }
      if byte < 0 || piece.count == Self.firstLook {
        try buffer.append(piece)
        piece.removeAll(keepingCapacity: true)
      }
      if byte < 0 { return buffer.bytes }
    }
  }

  public func environmentVariable(_ name: String) -> String? {
    ProcessInfo.processInfo.environment[name]
  }

  private static let firstLook = 65_536

  /// Refuses what must not even be opened: reading from a terminal or `/dev/zero` never ends.
  private func checkKind(of path: String) throws(InputFault) {
    switch ghlua_file_kind(path) {
    case Self.file: return
    case Self.folder: throw .folder
    case -ENOENT, -ENOTDIR: throw .missing(nearest: nearest(to: path))
    case -EACCES: throw .noPermission
    // A pipe, as the `/dev/fd/63` that a shell makes of `<(command)`, or a link to nothing.
    case Self.other: throw .noFile
    default: throw .unreadable
    }
  }

  private static let file = Int32(UInt8(ascii: "f"))
  private static let folder = Int32(UInt8(ascii: "d"))
  private static let other = Int32(UInt8(ascii: "o"))

  private func nearest(to path: String) -> [String] {
    let parts = path.split(separator: "/", omittingEmptySubsequences: false)
    let folder = parts.dropLast().joined(separator: "/") + (parts.count > 1 ? "/" : "")
    let names = try? FileManager.default.contentsOfDirectory(atPath: folder.isEmpty ? "." : folder)
    return Suggestion.nearest(to: parts.last.map(String.init) ?? "", in: names ?? [])
      .map { folder + $0 }
  }

  private static func fault(_ error: any Error) -> InputFault {
    switch (error as? CocoaError)?.code {
    case .fileReadNoSuchFile, .fileNoSuchFile: .missing(nearest: [])
    case .fileReadNoPermission: .noPermission
    default: .unreadable
    }
  }
}
