public import JSON
public import Webhooks

/// An address that webhooks are sent to: `/hooks/NAME`.
public struct Hook: Sendable {
  /// A recipe that its events start.
  public struct Route: Sendable {
    public var recipe: String
    /// As in the recipe's `on`.
    public var events: [String]
    public var arguments: JSONObject
    public var appliesItself: Bool

    public init(recipe: String, events: [String], arguments: JSONObject, appliesItself: Bool) {
      self.recipe = recipe
      self.events = events
      self.arguments = arguments
      self.appliesItself = appliesItself
    }
  }

  public var name: String
  public var kind: WebhookKind
  public var reader: any WebhookReader
  public var profile: String
  public var company: String
  public var routes: [Route]

  public init(
    name: String, kind: WebhookKind, reader: any WebhookReader, profile: String, company: String,
    routes: [Route]
  ) {
    self.name = name
    self.kind = kind
    self.reader = reader
    self.profile = profile
    self.company = company
    self.routes = routes
  }
}
