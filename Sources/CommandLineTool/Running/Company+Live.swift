import Diagnostics
import HTTPBackend
import HighLevel
import Planning
import Recording
import Settings

extension Company {
  /// The real service.
  static func live(
    _ settings: Settings, _ source: SourceOptions, forApply: Bool, in world: World,
    _ output: Output
  ) async throws(Problem) -> Company {
    let service = try await LiveService(settings, in: world, output)
    let id = try await service.companyId()
    output.note("live: company \(id) at \(service.transport.host)")
    return try live(
      service, id: id, source, forApply: forApply, in: world, redact: output.redaction.redacted)
  }

  /// The real service through a client that is there already.
  static func live(
    _ service: LiveService, id: String, _ source: SourceOptions, forApply: Bool, in world: World,
    redact: @escaping @Sendable (String) -> String
  ) throws(Problem) -> Company {
    let settings = service.settings
    let now = try world.moment()
    let recorder = try source.record.map { folder throws(Problem) in
      try Recorder(
        folder,
        RecordingManifest(
          created: world.clock(), now: now, company: id, baseURL: settings.baseURL.value,
          version: service.version), redact: redact)
    }
    let (names, seen) = (LocationBook(), IndexBook())
    var reader: any ReadBackend = service.backend.reading
    var writer: any Backend = service.backend
    if let recorder {
      reader = RecordingReader(reader, recorder)
      writer = RecordingBackend(writer, recorder)
    }
    return Company(
      sourceName: "live", id: id, now: now,
      rules: UserRules.Options(version: service.version),
      reader: NotingReader(source: reader, names: names, seen: seen),
      writer: forApply ? writer : nil,
      names: names, words: source.words, target: "live \(settings.baseURL.value) \(id)",
      limits: Limits(settings.limits), recorder: recorder, profile: settings.profile?.value,
      seen: seen)
  }

  /// A recording, which answers as the service did then, at the moment that was now then.
  static func replay(
    _ folder: String, in world: World, _ output: Output
  ) throws(Problem) -> Company {
    let replay = try ReplayBackend(folder)
    let manifest = replay.manifest
    output.note(
      "offline: answers of \(manifest.baseURL), recorded \(manifest.age(at: world.clock()))")
    let names = LocationBook()
    return Company(
      sourceName: "replay", id: manifest.company, now: manifest.now,
      rules: UserRules.Options(version: manifest.version),
      reader: NotingReader(source: replay, names: names), writer: nil, names: names,
      words: source(of: folder))
  }

  private static func source(of folder: String) -> String { " --replay \(folder)" }
}

extension SourceOptions {
  /// What to add to a command so that it works on the same service.
  var words: String {
    let options = [
      ("profile", profile), ("base-url", baseURL), ("api-version", apiVersion),
    ]
    return options.compactMap { name, value in value.map { " --\(name) \($0)" } }.joined()
  }

  var flags: Settings.Flags {
    Settings.Flags(
      profile: profile, baseURL: baseURL, apiVersion: apiVersion, concurrency: concurrency)
  }
}

extension Limits {
  init(_ settings: LimitSettings) {
    self.init(
      create: settings.create?.value, update: settings.update?.value,
      delete: settings.delete?.value, percent: settings.percent?.value)
  }
}
