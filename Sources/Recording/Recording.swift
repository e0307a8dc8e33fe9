public import HighLevel
import JSON

/// What a folder with stored exchanges says of itself.
public struct RecordingManifest: Sendable, Hashable {
  /// The format of the folder.
  static let format = "ghlua.recording/1"
  static let manifestFile = "manifest.json"
  static let exchangesFile = "exchanges.ndjson"

  public var created: Timestamp
  /// The moment that counted as now; the same plan comes out at a replay.
  public var now: Timestamp
  public var company: String
  public var baseURL: String
  public var version: ServiceVersion

  public init(
    created: Timestamp, now: Timestamp, company: String, baseURL: String, version: ServiceVersion
  ) {
    self.created = created
    self.now = now
    self.company = company
    self.baseURL = baseURL
    self.version = version
  }

  var json: JSONValue {
    [
      "schema": .string(Self.format), "created": .string(created.description),
      "now": .string(now.description), "company": .string(company),
      "base_url": .string(baseURL), "api_version": .string(version.rawValue),
    ]
  }

  init?(_ json: JSONValue) {
    guard json["schema"]?.string == Self.format,
      let created = json["created"]?.string.flatMap(Timestamp.init),
      let now = json["now"]?.string.flatMap(Timestamp.init),
      let company = json["company"]?.string, let baseURL = json["base_url"]?.string,
      let version = json["api_version"]?.string.flatMap({ ServiceVersion(rawValue: $0) })
    else { return nil }
    self.init(created: created, now: now, company: company, baseURL: baseURL, version: version)
  }

  /// How long ago it was made, in words.
  public func age(at now: Timestamp) -> String {
    let minutes = max(0, now.milliseconds - created.milliseconds) / 60_000
    func counted(_ number: Int64, _ unit: String) -> String {
      "\(number) \(unit)\(number == 1 ? "" : "s") ago"
    }
    switch minutes {
    case 0: return "just now"
    case ..<120: return counted(minutes, "minute")
    case ..<(48 * 60): return counted(minutes / 60, "hour")
    default: return counted(minutes / 1440, "day")
    }
  }
}

/// One request and what came of it.
struct RecordedExchange: Sendable, Hashable {
  var request: JSONValue
  var result: Result<JSONValue, ServiceError>

  var json: JSONValue {
    switch result {
    case .success(let answer): ["request": request, "answer": answer]
    case .failure(let error): ["request": request, "failure": Self.json(error)]
    }
  }

  init(request: JSONValue, result: Result<JSONValue, ServiceError>) {
    (self.request, self.result) = (request, result)
  }

  init?(_ json: JSONValue) {
    guard let request = json["request"], request["operation"]?.string != nil else { return nil }
    if let answer = json["answer"] {
      self.init(request: request, result: .success(answer))
      return
    }
    guard let failure = json["failure"],
      let kind = failure["kind"]?.string.flatMap({ ServiceError.Kind(rawValue: $0) })
    else { return nil }
    self.init(
      request: request,
      result: .failure(
        ServiceError(
          kind: kind, status: Int(failure["status"]?.integer ?? 0),
          message: failure["text"]?.string ?? "", messages: failure["texts"]?.strings ?? [],
          traceId: failure["traceId"]?.string)))
  }

  private static func json(_ error: ServiceError) -> JSONValue {
    var object: JSONObject = [
      "kind": .string(error.kind.rawValue), "status": .integer(Int64(error.status)),
      "text": .string(error.message),
    ]
    if !error.messages.isEmpty { object["texts"] = .strings(error.messages) }
    object["traceId"] = error.traceId.map { .string($0) }
    return .object(object)
  }
}

extension Request {
  /// The request as it is stored and compared: fields in the order of their names.
  var recorded: JSONValue {
    [
      "operation": .string(operation.name), "id": .string(id), "fields": .object(fields.sorted),
    ]
  }
}
