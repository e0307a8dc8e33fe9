import CPosix
import Glibc

/// A file that only grows; every call gives 0 or the number of the system's error.
protocol AppendFile: Sendable {
  func append(_ text: String) -> Int32
  /// Makes sure of room for so many bytes in all, where the disk can do that.
  func reserve(_ bytes: Int) -> Int32
  /// Takes off what is behind so many bytes.
  func cut(to length: Int) -> Int32
  /// Waits until all of it is on stable storage.
  func sync() -> Int32
}

/// One on the disk; closed with the object.
final class DiskFile: AppendFile {
  private let descriptor: Int32

  /// How a file may be there when it is opened.
  enum Presence: Int32 {
    case old = 0
    case new = 1
    case either = 2
  }

  /// Nil with the error that kept it from being opened.
  static func open(_ path: String, _ presence: Presence) -> (file: DiskFile?, error: Int32) {
    let descriptor = ghlua_open_append(path, presence.rawValue)
    return descriptor < 0 ? (nil, -descriptor) : (DiskFile(descriptor), 0)
  }

  private init(_ descriptor: Int32) { self.descriptor = descriptor }

  deinit { ghlua_close(descriptor) }

  func append(_ text: String) -> Int32 { ghlua_write(descriptor, text, text.utf8.count) }

  func reserve(_ bytes: Int) -> Int32 { ghlua_reserve(descriptor, Int64(bytes)) }

  func cut(to length: Int) -> Int32 { ghlua_truncate(descriptor, Int64(length)) }

  func sync() -> Int32 { ghlua_sync(descriptor) }
}
