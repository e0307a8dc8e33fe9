public import Diagnostics
import Files

/// All that is set about the service, and who said so: flag, environment, `./ghlua.toml`, the
/// user's file, the system's file, in that order. Of limits the strictest wins.
public struct Settings: Sendable {
  /// The service of HighLevel (source: its OpenAPI documents).
  public static let officialURL = "https://services.leadconnectorhq.com"

  /// What the command line says.
  public struct Flags: Sendable {
    public var profile: String?
    public var baseURL: String?
    public var apiVersion: String?
    public var concurrency: Int?

    public init(
      profile: String? = nil, baseURL: String? = nil, apiVersion: String? = nil,
      concurrency: Int? = nil
    ) {
      self.profile = profile
      self.baseURL = baseURL
      self.apiVersion = apiVersion
      self.concurrency = concurrency
    }
  }

  /// The name of the profile; nil without one.
  public var profile: Setting<String>?
  public var company: Setting<String>?
  /// The location that the token belongs to.
  public var location: Setting<String>?
  public var baseURL: Setting<String>
  /// `2021-07-28` or `v3`.
  public var apiVersion: Setting<String>
  /// Nil when nothing names a token.
  public var token: Setting<TokenSetting>?
  public var limits: LimitSettings
  /// What `--concurrency` says; `limits` holds what is granted.
  public var askedConcurrency: Int?
  /// What 'ghlua serve' runs by the clock, in the order of the files.
  public var schedules: [ScheduleSettings] = []
  /// The files that were looked for, and whether they are there.
  public var files: [(path: String, exists: Bool)]
  /// Folders of the user's.
  public var folders: UserFolders
  /// What `ghlua serve` is told.
  public var serve = ServeSettings()

  /// Reads all files and works out what holds.
  ///
  /// Throws with code `input-invalid` for a file that cannot be understood, with code `usage` for a
  /// profile that nobody has.
  public static func load(
    _ flags: Flags = Flags(), environment: [String: String], project: String = "ghlua.toml",
    system: String = "/etc/ghlua/config.toml"
  ) throws(Problem) -> Settings {
    let folders = UserFolders(environment)
    let places: [(String?, SettingsFile.Kind)] = [
      (project, .project), (folders.configFile, .user), (system, .system),
    ]
    var files: [SettingsFile] = []
    var looked: [(String, Bool)] = []
    for case (let path?, let kind) in places {
      let file = try SettingsFile.read(path, kind)
      looked.append((path, file != nil))
      if let file { files.append(file) }
    }
    var settings = try SettingsResolver(flags, environment, files).settings(in: folders)
    settings.files = looked
    for file in files { settings.serve.add(file.serve) }
    return settings
  }
}

/// Where a user's own files are, after the XDG Base Directory Specification
/// (https://specifications.freedesktop.org/basedir-spec).
public struct UserFolders: Sendable, Hashable {
  /// `~/.config/ghlua`; nil for a user without a home.
  public var config: String?
  /// `~/.local/state/ghlua`; nil for a user without a home.
  public var state: String?
  public var home: String?

  public init(_ environment: [String: String]) {
    home = environment["HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil }
    let home = home
    func folder(_ name: String, _ usual: String) -> String? {
      // The specification: what is not absolute is to be ignored.
      if let path = environment[name], path.hasPrefix("/") { return "\(path)/ghlua" }
      return home.map { "\($0)/\(usual)/ghlua" }
    }
    config = folder("XDG_CONFIG_HOME", ".config")
    state = folder("XDG_STATE_HOME", ".local/state")
  }

  public var configFile: String? { config.map { "\($0)/config.toml" } }

  /// A path with `~/` written out.
  public func expanded(_ path: String) -> String {
    guard let home, path == "~" || path.hasPrefix("~/") else { return path }
    return home + path.dropFirst()
  }
}
