import Diagnostics
import Engine
import HTTPBackend
import JSON
import Server
import Settings
import Webhooks

/// Hooks out of the settings.
extension ServeBuilder {
  func hook(
    _ hook: ServeSettings.Hook, _ settings: Settings, companies: [String: String], usual: String
  ) async throws(Problem) -> Hook {
    guard let kind = WebhookKind(rawValue: hook.kind) else {
      let known = WebhookKind.allCases.map(\.rawValue)
      throw Problem(
        .inputInvalid, "there is no kind of webhook '\(hook.kind)'",
        hint: Suggestion.hint(for: hook.kind, in: known)
          ?? "known: \(known.joined(separator: ", "))", at: hook.place)
    }
    let profile = hook.profile ?? usual
    guard let company = companies[profile] else {
      throw Problem(
        .inputInvalid,
        "the hook '\(hook.name)' is for the profile '\(profile)', which is not served",
        hint: "add it to 'profiles' below [serve]", at: hook.place)
    }
    var routes: [Hook.Route] = []
    for name in hook.recipes {
      let recipe = try await recipe(name, at: hook.place)
      guard recipe.events.contains(where: { $0.hasPrefix(kind.prefix) }) else {
        throw Problem(
          .inputInvalid,
          "the recipe '\(name)' is started by no event of the kind \(kind.rawValue)",
          hint: recipe.events.isEmpty
            ? "its header has no 'on'"
            : "it is started by \(recipe.events.joined(separator: ", "))",
          at: hook.place)
      }
      routes.append(
        Hook.Route(
          recipe: recipe.name, events: recipe.events,
          arguments: hook.arguments,
          appliesItself: settings.serve.autoApply[recipe.name] != nil))
    }
    return Hook(
      name: hook.name, kind: kind, reader: try reader(hook, kind, settings, company),
      profile: profile,
      company: company, routes: routes)
  }

  private func reader(
    _ hook: ServeSettings.Hook, _ kind: WebhookKind, _ settings: Settings, _ company: String
  ) throws(Problem) -> any WebhookReader {
    let secret = try hook.secret.map { source throws(Problem) in try text(source, settings) }
    func needed() throws(Problem) -> String {
      guard let secret, secret.utf8.count >= 12 else {
        throw Problem(
          .inputInvalid, "the hook '\(hook.name)' needs a secret of at least 12 characters",
          hint: "add secret_file or secret_env", at: hook.place)
      }
      return secret
    }
    switch kind {
    case .highLevel:
      return try HighLevelReader(
        key: hook.publicKey ?? HighLevelReader.publishedKey,
        company: company.hasPrefix("profile ") ? nil : company, retiredKey: hook.retiredKey)
    case .highLevelWorkflow: return HighLevelWorkflowReader(secret: KnownSecret(try needed()))
    case .wpFusion: return WPFusionReader(accessKey: KnownSecret(try needed()))
    case .fusionAuth: return try fusionAuth(hook, secret)
    case .standard:
      if let key = hook.publicKey { return StandardReader(key: .published(try .init(key))) }
      return StandardReader(key: .secret(try .init(try needed())))
    }
  }

  private func fusionAuth(
    _ hook: ServeSettings.Hook, _ secret: String?
  ) throws(Problem) -> any WebhookReader {
    if let url = hook.jwksURL {
      guard secret == nil else {
        throw Problem(
          .inputInvalid, "the hook '\(hook.name)' has a secret and an issuer's keys",
          hint: "leave one of them out: which one counts must be clear", at: hook.place)
      }
      let client = try WebhookClient(world)
      return FusionAuthReader(
        keys: .published(PublishedKeys { try await client.json(at: url) }), tenant: hook.tenant)
    }
    let algorithm = hook.algorithm ?? "HS256"
    guard let secret, secret.utf8.count >= 32,
      let key = VerificationKey(secret: Array(secret.utf8), algorithm: algorithm)
    else {
      throw Problem(
        .inputInvalid,
        "the hook '\(hook.name)' needs jwks_url, or a secret of at least 32 characters",
        hint: "with a secret, 'algorithm' is HS256, HS384 or HS512", at: hook.place)
    }
    return FusionAuthReader(keys: .shared(key), tenant: hook.tenant)
  }
}

extension WebhookKind {
  /// What its types begin with in the `on` of recipes.
  fileprivate var prefix: String {
    switch self {
    case .highLevel, .highLevelWorkflow: "HighLevel:"
    case .fusionAuth: "FusionAuth:"
    case .wpFusion: "WPFusion:"
    case .standard: "Standard:"
    }
  }
}
