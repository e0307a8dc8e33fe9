public import DaemonStore
public import HighLevel
public import JSON
public import Webhooks

/// What a server is told; another one may be put in its place while it serves.
public struct ServerSettings: Sendable {
  /// Names that browsers may call it by besides those of this machine.
  public var hosts: [String] = []
  /// Whether browsers reach it by https alone.
  public var isSecure = false
  public var tokens: [AccessToken] = []
  public var hooks: [Hook] = []
  public var targets: [Target] = []
  /// The ids of companies by the names of their profiles.
  public var companies: [String: String] = [:]
  /// The profile of runs that name none.
  public var profile = "default"
  public var retention = Retention()

  public init() {}

  /// Where webhooks go to.
  public struct Target: Sendable {
    public var name: String
    public var url: String
    /// Types of events, or beginnings of them that end with `*`.
    public var events: [String]
    /// Nil sends them unsigned.
    public var secret: StandardWebhook.Secret?

    public init(name: String, url: String, events: [String], secret: StandardWebhook.Secret?) {
      (self.name, self.url, self.events, self.secret) = (name, url, events, secret)
    }

    func wants(_ type: String) -> Bool {
      events.contains { pattern in
        pattern.hasSuffix("*") ? type.hasPrefix(pattern.dropLast()) : type == pattern
      }
    }
  }
}

/// A recipe, as far as callers need to know it.
public struct RecipeInfo: Sendable, Hashable {
  public var name: String
  public var version: String
  public var summary: String
  /// As in the recipe's `on`.
  public var events: [String]
  /// What it takes, as a JSON schema.
  public var schema: JSONValue

  public init(name: String, version: String, summary: String, events: [String], schema: JSONValue) {
    self.name = name
    self.version = version
    self.summary = summary
    self.events = events
    self.schema = schema
  }
}

/// A run that a schedule will start.
public struct UpcomingRun: Sendable, Hashable {
  public var schedule: String
  public var recipe: String
  public var at: Timestamp

  public init(schedule: String, recipe: String, at: Timestamp) {
    (self.schedule, self.recipe, self.at) = (schedule, recipe, at)
  }
}
