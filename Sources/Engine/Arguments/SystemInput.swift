import CPosix
import Diagnostics
import FoundationEssentials
import Glibc

/// The real files, standard input and environment of this process.
public struct SystemInput: InputSource {
  public init() {}

  public func readFile(_ path: String, limit: Int) throws(InputFault) -> [UInt8] {
    try checkKind(of: path)
    // Without Foundation, whose way there leads through URLs and costs a start a twentieth.
    let descriptor = ghlua_open_to_read(path)
    if descriptor < 0 { throw fault(descriptor, path) }
    defer { ghlua_close(descriptor) }
    var buffer = InputBuffer(limit: limit)
    var piece = [UInt8](repeating: 0, count: Self.pieceSize)
    while true {
      let count = ghlua_read(descriptor, &piece, piece.count)
      if count < 0 { throw .unreadable }
      if count == 0 { return buffer.bytes }
      try buffer.append(piece[..<count])
    }
  }

  public func readStandardInput(limit: Int) throws(InputFault) -> [UInt8] {
    var buffer = InputBuffer(limit: limit)
    var piece: [UInt8] = []
    piece.reserveCapacity(Self.pieceSize)
    while true {
      // Byte by byte from the C library's buffer. By name (`/dev/stdin`) it could not be opened
      // where it is a socket, which is what Node.js gives to its children.
      let byte = getchar_unlocked()
      if byte >= 0 { piece.append(UInt8(truncatingIfNeeded: byte)) }
      if byte < 0 || piece.count == Self.pieceSize {
        try buffer.append(piece)
        piece.removeAll(keepingCapacity: true)
      }
      if byte < 0 { return buffer.bytes }
    }
  }

  public func environmentVariable(_ name: String) -> String? {
    ProcessInfo.processInfo.environment[name]
  }

  private static let pieceSize = 16_384

  /// Refuses what must not even be opened: reading from a terminal or `/dev/zero` never ends.
  private func checkKind(of path: String) throws(InputFault) {
    switch ghlua_file_kind(path) {
    case Self.file: return
    case Self.folder: throw .folder
    // A pipe, as the `/dev/fd/63` that a shell makes of `<(command)`, or a link to nothing.
    case Self.other: throw .noFile
    case let error: throw fault(error, path)
    }
  }

  /// What a negative errno means.
  private func fault(_ error: Int32, _ path: String) -> InputFault {
    switch error {
    case -ENOENT, -ENOTDIR: .missing(nearest: nearest(to: path))
    case -EACCES: .noPermission
    default: .unreadable
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
}
