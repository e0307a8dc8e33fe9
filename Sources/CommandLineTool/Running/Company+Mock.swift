import Diagnostics
import Files
import FoundationEssentials
import HighLevel
import MockBackend

extension Company {
  /// A saved company, or the built-in one.
  /// - Parameter forApply: Whether it is to be written to; a file is then locked.
  init(_ mock: MockChoice, forApply: Bool, now: Timestamp) throws(Problem) {
    // Before the file is read: what is read must still hold when it is written.
    let lock = forApply ? try mock.file.map { path throws(Problem) in try FileLock(path) } : nil
    let service = try mock.service(now: now)
    let names = LocationBook(service.state)
    let seen = mock == .builtIn ? nil : IndexBook()
    self.init(
      sourceName: "mock", id: service.companyId, now: service.now, rules: service.options.rules,
      reader: NotingReader(source: service, names: names, seen: seen),
      writer: forApply ? service : nil, names: names,
      words: mock.file.map { " --mock=\($0)" } ?? " --mock", isBuiltIn: mock == .builtIn,
      target: mock.target, isSavedAtEnd: true, seen: seen, wait: { service.advance(by: $0) }
    ) { () throws(Problem) in
      if let file = mock.file { try MockFile.save(service.state, to: file) }
      withExtendedLifetime(lock) {}
    }
  }
}

extension MockChoice {
  /// The saved company's file; nil for the built-in one.
  var file: String? { if case .file(let path) = self { path } else { nil } }

  /// The built-in company forgets everything, so no two uses of it are of the same one.
  var target: String {
    guard let file else { return "mock built-in \(UInt64.random(in: 0 ... .max))" }
    return "mock \(URL(filePath: file).resolvingSymlinksInPath().path)"
  }

  /// The stand-in; a saved company's time goes on while nobody looks, so that queued deletes fall
  /// due.
  func service(now: Timestamp) throws(Problem) -> MockService {
    let service =
      switch self {
      case .builtIn: MockService(DefaultCompany.state)
      case .file(let path): MockService(try MockFile.load(path))
      }
    service.now = max(service.now, now)
    return service
  }
}
