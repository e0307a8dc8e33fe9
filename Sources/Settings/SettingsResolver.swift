import Diagnostics

/// Works out what holds.
struct SettingsResolver {
  private let flags: Settings.Flags
  private let environment: [String: String]
  private let files: [SettingsFile]

  init(_ flags: Settings.Flags, _ environment: [String: String], _ files: [SettingsFile]) {
    (self.flags, self.environment, self.files) = (flags, environment, files)
  }

  func settings(in folders: UserFolders) throws(Problem) -> Settings {
    let name = profileName
    let layers = files.map { file in name.flatMap { file.profiles[$0.value] } }
    if let name, layers.allSatisfy({ $0 == nil }) { throw unknown(name) }
    let profiles = layers.compactMap(\.self)
    let token = try token(profiles, name)
    var settings = Settings(
      profile: name, company: nil, location: nil,
      baseURL: Setting(Settings.officialURL, from: .builtIn),
      apiVersion: Setting("2021-07-28", from: .builtIn), token: token, limits: limits(profiles),
      askedConcurrency: flags.concurrency, files: [], folders: folders)
    // A profile's company goes with its token: another token may be for another company.
    let isOther = token?.origin.isEnvironment == true && profiles.contains { $0.token != nil }
    settings.company =
      variable("GHLUA_COMPANY") ?? (isOther ? nil : profiles.lazy.compactMap(\.company).first)
    settings.location = isOther ? nil : profiles.lazy.compactMap(\.location).first
    let general = files.map(\.general)
    settings.baseURL =
      flag(flags.baseURL, "--base-url") ?? variable("GHLUA_BASE_URL")
      ?? (profiles + general).lazy.compactMap(\.baseURL).first ?? settings.baseURL
    settings.apiVersion =
      flag(flags.apiVersion, "--api-version") ?? variable("GHLUA_API_VERSION")
      ?? (profiles + general).lazy.compactMap(\.apiVersion).first ?? settings.apiVersion
    try check(settings.apiVersion)
    settings.schedules = try schedules()
    return settings
  }

  private var profileName: Setting<String>? {
    flag(flags.profile, "--profile") ?? variable("GHLUA_PROFILE")
      ?? files.lazy.compactMap(\.profile).first
  }

  /// A profile that was named on the command line brings its own token; otherwise the environment
  /// goes first.
  private func token(
    _ profiles: [SettingsFile.Profile], _ name: Setting<String>?
  ) throws(Problem) -> Setting<TokenSetting>? {
    let own = profiles.lazy.compactMap(\.token).first
    if case .flag? = name?.origin, let own { return own }
    let given = ["GHLUA_TOKEN", "GHLUA_TOKEN_FILE"].filter { variable($0) != nil }
    if given.count == 2 {
      throw Problem(
        .usage, "GHLUA_TOKEN and GHLUA_TOKEN_FILE are both set", hint: "unset one of them")
    }
    guard let variable = given.first else { return own }
    let source: SecretSource =
      variable == "GHLUA_TOKEN" ? .environment(variable) : .file(environment[variable] ?? "")
    return Setting(.secret(source), from: .environment(variable))
  }

  private func limits(_ profiles: [SettingsFile.Profile]) -> LimitSettings {
    var limits = LimitSettings()
    limits.concurrency = flags.concurrency.map { Setting($0, from: .flag("--concurrency")) }
    return (profiles + files.map(\.general)).reduce(limits) { $0.strictest(with: $1.limits) }
  }

  private func flag(_ value: String?, _ name: String) -> Setting<String>? {
    value.map { Setting($0, from: .flag(name)) }
  }

  private func variable(_ name: String) -> Setting<String>? {
    guard let value = environment[name], !value.isEmpty else { return nil }
    return Setting(value, from: .environment(name))
  }

  private func check(_ version: Setting<String>) throws(Problem) {
    guard !["2021-07-28", "v3"].contains(version.value) else { return }
    let place: Place? = if case .file(let place) = version.origin { place } else { nil }
    throw Problem(
      place == nil ? .usage : .inputInvalid,
      "'\(version.value)' is no version of the service (\(version.origin))",
      hint: "it is 2021-07-28 or v3", at: place)
  }

  /// Those of all files; a name stands for one of them.
  private func schedules() throws(Problem) -> [ScheduleSettings] {
    var seen: [String: Place] = [:]
    let all = files.flatMap(\.schedules)
    for schedule in all {
      if let first = seen.updateValue(schedule.place, forKey: schedule.name) {
        throw Problem(
          .inputInvalid, "there are two schedules '\(schedule.name)'",
          hint: "the other one is at \(first)", at: schedule.place)
      }
    }
    return all
  }

  private func unknown(_ name: Setting<String>) -> Problem {
    let known = Set(files.flatMap(\.profiles.keys)).sorted()
    let all =
      known.isEmpty
      ? "there are none; write [profiles.\(name.value)] into ghlua.toml"
      : "known: \(known.joined(separator: ", "))"
    let place: Place? = if case .file(let place) = name.origin { place } else { nil }
    return Problem(
      .usage, "there is no profile '\(name.value)' (\(name.origin))",
      hint: Suggestion.hint(for: name.value, in: known) ?? all, at: place)
  }
}

extension SettingOrigin {
  var isEnvironment: Bool { if case .environment = self { true } else { false } }
}
