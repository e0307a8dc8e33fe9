public import Diagnostics
import Files
public import HighLevel
public import JSON
import Synchronization

/// Stores exchanges in a folder that only its owner may enter, secrets taken out by their values.
public final class Recorder: Sendable {
  private let file: String
  private let redact: @Sendable (String) -> String
  /// The first problem with writing; the run is told at its end.
  private let trouble = Mutex<Problem?>(nil)

  /// Begins a recording. Throws when the folder holds one already, or cannot be written to.
  /// - Parameter redact: Writes a text without the secrets that are known by then.
  public init(
    _ folder: String, _ manifest: RecordingManifest,
    redact: @escaping @Sendable (String) -> String
  ) throws(Problem) {
    file = "\(folder)/\(RecordingManifest.exchangesFile)"
    self.redact = redact
    try PrivateFile.makeFolder(folder)
    let manifestPath = "\(folder)/\(RecordingManifest.manifestFile)"
    guard try PrivateFile.read(manifestPath) == nil else {
      throw Problem(
        .error, "the folder '\(folder)' holds a recording already", hint: "choose another folder")
    }
    guard !PrivateFile.isOpenToOthers(folder) else {
      throw Problem(
        .error, "others may enter the folder '\(folder)', and answers hold personal data",
        hint: "chmod 700 '\(folder)', or choose a folder that is not there yet")
    }
    try PrivateFile.append("", to: file)
    try PrivateFile.replace(manifestPath, with: manifest.json.text(pretty: true) + "\n")
  }

  /// What went wrong with storing; nil when everything is stored.
  public var problem: Problem? { trouble.withLock(\.self) }

  func note(_ request: Request, _ result: Result<JSONValue, ServiceError>) {
    let password = request.fields["password"]?.string
    func clean(_ text: String) -> String {
      let text = redact(text)
      guard let password, password.utf8.count >= 4 else { return text }
      return text.replacing(password, with: "[password]")
    }
    let exchange = RecordedExchange(
      request: Self.cleaned(request.recorded, clean),
      result: result.map { Self.cleaned($0, clean) }.mapError { error in
        ServiceError(
          kind: error.kind, status: error.status, message: clean(error.message),
          messages: error.messages.map(clean), traceId: error.traceId)
      })
    trouble.withLock { trouble in
      do throws(Problem) {
        try PrivateFile.append(exchange.json.text() + "\n", to: file)
      } catch {
        trouble = trouble ?? error
      }
    }
  }

  /// Every text cleaned; passwords are left out whatever they are.
  private static func cleaned(_ value: JSONValue, _ clean: (String) -> String) -> JSONValue {
    switch value {
    case .string(let text): return .string(clean(text))
    case .array(let items): return .array(items.map { cleaned($0, clean) })
    case .object(let object):
      return .object(
        JSONObject(
          uniqueMembers: object.members.map { member in
            let isPassword = member.key == "password" && member.value.string != nil
            return JSONObject.Member(
              key: clean(member.key),
              value: isPassword ? "[password]" : cleaned(member.value, clean))
          }))
    case .null, .bool, .integer, .number: return value
    }
  }
}

/// Passes reads on and stores them with their answers.
public struct RecordingReader: ReadBackend {
  private let source: any ReadBackend
  private let recorder: Recorder

  public init(_ source: any ReadBackend, _ recorder: Recorder) {
    (self.source, self.recorder) = (source, recorder)
  }

  public func read(_ request: Request) async throws(ServiceError) -> JSONValue {
    try await recorder.noting(request) { () async throws(ServiceError) in
      try await source.read(request)
    }
  }
}

/// Passes reads and writes on and stores them with their answers.
public struct RecordingBackend: Backend {
  private let source: any Backend
  private let recorder: Recorder

  public init(_ source: any Backend, _ recorder: Recorder) {
    (self.source, self.recorder) = (source, recorder)
  }

  public func read(_ request: Request) async throws(ServiceError) -> JSONValue {
    try await RecordingReader(source, recorder).read(request)
  }

  public func write(_ request: Request) async throws(ServiceError) -> JSONValue {
    try await recorder.noting(request) { () async throws(ServiceError) in
      try await source.write(request)
    }
  }
}

extension Recorder {
  fileprivate func noting(
    _ request: Request, _ send: () async throws(ServiceError) -> JSONValue
  ) async throws(ServiceError) -> JSONValue {
    do throws(ServiceError) {
      let answer = try await send()
      note(request, .success(answer))
      return answer
    } catch {
      note(request, .failure(error))
      throw error
    }
  }
}
