/// Where arguments may come from besides the command line: files, standard input, the environment.
///
/// Injected, so that tests need no files and a server can refuse all of it.
public protocol InputSource: Sendable {
  /// The bytes of a text file.
  ///
  /// A file that holds NUL bytes is no text; that is found out from its beginning, before the
  /// rest of it is read.
  /// - Parameter limit: the most bytes to take.
  func readFile(_ path: String, limit: Int) throws(InputFault) -> [UInt8]

  /// All that standard input gives; asked for at most once a run, and only when told to.
  func readStandardInput(limit: Int) throws(InputFault) -> [UInt8]

  /// The value of an environment variable; nil when it is not set.
  func environmentVariable(_ name: String) -> String?
}

/// Why something could not be read.
public enum InputFault: Error, Sendable, Hashable {
  /// There is no such file; the nearest names in its folder, as they would be given.
  case missing(nearest: [String])
  case folder
  /// A device, a pipe or a link to nothing.
  case noFile
  case noPermission
  /// It holds NUL bytes.
  case binary
  /// More bytes than are taken.
  case tooLarge(limit: Int)
  /// Whatever else the system has against it.
  case unreadable
  /// Inputs of this kind are not open to this run.
  case closed
}

extension InputFault {
  /// One sentence about the input of that name.
  public func message(about name: String) -> String {
    switch self {
    case .missing: "there is no file '\(name)'"
    case .folder: "'\(name)' is a folder, not a file"
    case .noFile: "'\(name)' is no file and leads to none"
    case .noPermission: "the file '\(name)' may not be read by this user"
    case .binary: "'\(name)' is no text (it holds NUL bytes)"
    case .tooLarge(let limit): "'\(name)' is larger than \(limit >> 20) MiB"
    case .unreadable: "'\(name)' cannot be read"
    case .closed: "'\(name)' is not open to this run"
    }
  }

  /// What to do about it; nil when nothing is to be said.
  public var hint: String? {
    switch self {
    case .missing(let nearest):
      nearest.isEmpty
        ? nil : "did you mean " + nearest.map { "'\($0)'" }.joined(separator: " or ") + "?"
    case .folder: "name a file in it"
    case .binary: "save it as text in UTF-8"
    case .tooLarge: "split it into smaller files"
    case .noPermission: "check the owner and the mode of the file"
    case .noFile: "what another command writes is piped in and read as -"
    case .unreadable, .closed: nil
    }
  }
}

/// Collects what arrives in pieces, and stops at the first piece that is no text or is too much.
struct InputBuffer {
  private(set) var bytes: [UInt8] = []
  let limit: Int

  init(limit: Int) { self.limit = limit }

  mutating func append(_ piece: some Collection<UInt8>) throws(InputFault) {
    if piece.contains(0) { throw .binary }
    if bytes.count + piece.count > limit { throw .tooLarge(limit: limit) }
    bytes.append(contentsOf: piece)
  }
}
