import ArgumentParser
import Diagnostics
import HTTPBackend
import HighLevel
import JSON
import LuaRuntime
import Settings
import Tokens

/// `ghlua doctor`: who the token is, what it may do, and where settings come from.
struct DoctorCommand: ParsableCommand, LongCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor",
    abstract: "Show who the token is and what it may do; changes nothing.")

  @OptionGroup(title: "The service") var service: ServiceFlags
  @OptionGroup(title: "Output") var flags: OutputFlags

  func perform(in world: World, _ output: Output) async throws(Problem) -> Int32 {
    let settings = try Settings.load(try service.options.flags, environment: world.environment)
    var report = DoctorReport(settings: settings)
    do throws(Problem) {
      try await examine(settings, into: &report, in: world, output)
    } catch {
      report.problem = error
    }
    if output.json {
      output.print(report.object)
    } else {
      output.print(report.text)
    }
    return output.end(report.problem)
  }

  private func examine(
    _ settings: Settings, into report: inout DoctorReport, in world: World, _ output: Output
  ) async throws(Problem) {
    let service = try await LiveService(settings, in: world, output)
    report.identity = service.identity
    defer { report.limits = SeenLimits(service.transport, now: world.clock()) }
    let company = try await service.companyId()
    report.company = company
    for probe in Probe.all(company: company) {
      do throws(ServiceError) {
        let outcome = try await probe.outcome(from: service.backend)
        report.probes.append((probe.scope, outcome))
      } catch {
        throw Problem(asking: error)
      }
    }
  }
}

/// What an examination found.
struct DoctorReport {
  let settings: Settings
  var identity: TokenIdentity?
  var company: String?
  var probes: [(scope: String, outcome: Probe.Outcome)] = []
  var limits: SeenLimits?
  var problem: Problem?

  /// The compiler that made this program.
  static let swiftVersion: String = {
    #if compiler(>=6.4)
      "6.4 or later"
    #elseif compiler(>=6.3)
      "6.3"
    #else
      "6.2"
    #endif
  }()

  private var source: String? {
    switch settings.token?.value {
    case .secret(let source): source.description
    case .oauth: "ghlua login"
    case nil: nil
    }
  }

  private var rows: [(name: String, value: String, origin: SettingOrigin)] {
    var rows = [(String, String, SettingOrigin)]()
    func add(_ name: String, _ setting: Setting<String>?) {
      if let setting { rows.append((name, setting.value, setting.origin)) }
    }
    add("profile", settings.profile)
    add("base-url", settings.baseURL)
    add("api-version", settings.apiVersion)
    add("company", settings.company)
    add("location", settings.location)
    let limits = settings.limits
    for (name, limit) in [
      ("limit create", limits.create), ("limit update", limits.update),
      ("limit delete", limits.delete), ("limit percent", limits.percent),
      ("concurrency", limits.concurrency),
    ] {
      if let limit { rows.append((name, String(limit.value), limit.origin)) }
    }
    if let rate = limits.rate { rows.append(("rate", "\(rate.value) a second", rate.origin)) }
    return rows
  }

  var text: String {
    var lines: [(String, String)] = [
      ("ghlua", "\(productVersion), Lua \(LuaState.luaVersion), Swift \(Self.swiftVersion)")
    ]
    for file in settings.files {
      lines.append(("settings", "\(file.path)\(file.exists ? "" : ": not there")"))
    }
    for row in rows { lines.append((row.name, "\(row.value)  (\(row.origin))")) }
    if let source {
      lines.append(
        (
          "token",
          ([identity?.kind.rawValue, "from \(source)"] as [String?]).compactMap(\.self).joined(
            separator: ", ")
        ))
    }
    if let company { lines.append(("is of", "company \(company)")) }
    if let location = identity?.location { lines.append(("", "location \(location)")) }
    if let expires = identity?.expires { lines.append(("runs out", expires.description)) }
    if let scopes = identity?.scopes { lines.append(("scopes", scopes.joined(separator: " "))) }
    for probe in probes { lines.append(("may", "\(probe.scope): \(probe.outcome.words)")) }
    if let text = limits?.text { lines.append(("limits", text)) }
    if let text = limits?.skewText { lines.append(("clock", text)) }
    let width = lines.map(\.0.count).max() ?? 0
    return lines.map { name, value in
      "\(name)\(String(repeating: " ", count: width - name.count))  \(value)"
    }.joined(separator: "\n")
  }

  var object: JSONObject {
    var object: JSONObject = [
      "schema": "ghlua.doctor/1", "ok": .bool(problem == nil),
      "versions": [
        "ghlua": .string(productVersion), "lua": .string(LuaState.luaVersion),
        "swift": .string(Self.swiftVersion),
      ],
      "files": .array(
        settings.files.map { ["path": .string($0.path), "exists": .bool($0.exists)] }),
      "settings": .array(
        rows.map {
          [
            "name": .string($0.name), "value": .string($0.value),
            "from": .string($0.origin.description),
          ]
        }),
    ]
    object["token"] = tokenObject
    object["company"] = company.map { .string($0) } ?? .null
    object["probes"] = .array(
      probes.map { ["scope": .string($0.scope), "outcome": .string($0.outcome.words)] })
    object["limits"] = limits?.json ?? .null
    object["clock_skew_s"] = limits?.skew.map { .integer(Int64($0)) } ?? .null
    if let problem { object["problem"] = problem.json }
    return object
  }

  private var tokenObject: JSONValue {
    guard let source else { return .null }
    return [
      "from": .string(source), "kind": identity.map { .string($0.kind.rawValue) } ?? .null,
      "location": identity?.location.map { .string($0) } ?? .null,
      "expires": identity?.expires.map { .string($0.description) } ?? .null,
      "scopes": identity?.scopes.map { .strings($0) } ?? .null,
    ]
  }
}

extension Probe.Outcome {
  var words: String {
    switch self {
    case .allowed: "yes"
    case .refused(let message): "no (\(message))"
    case .unclear(let message): "not clear (\(message))"
    }
  }
}
