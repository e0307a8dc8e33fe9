/// The scopes a user can hold, as plain data: the service adds some from time to time.
///
/// Source: the enumerations of HighLevel's OpenAPI documents `users-v2` (189) and `users-v3` (194).
public enum Scopes {
  /// The 189 scopes of version 2021-07-28, in the service's order.
  public static let v2: [String] = table.filter { !$0.isNew }.map(\.name)
  /// The 194 scopes of version v3, in the service's order.
  public static let v3: [String] = table.map(\.name)

  /// The scopes a version of the service takes.
  public static func known(in version: ServiceVersion) -> [String] {
    version == .v3 ? v3 : v2
  }

  /// The same for looking up.
  static func set(of version: ServiceVersion) -> Set<String> { version == .v3 ? v3Set : v2Set }
  private static let v2Set = Set(v2)
  private static let v3Set = Set(v3)

  /// What a scope is about: the text before its first `.` or `/` (`payments/orders.export` is
  /// `payments`).
  public static func group(of scope: String) -> String {
    let bytes = scope.utf8Span.span
    var length = 0
    while length < bytes.count, bytes[length] != UInt8(ascii: "."),
      bytes[length] != UInt8(ascii: "/")
    {
      length += 1
    }
    return String(Substring(scope.utf8.prefix(length)))
  }

  /// The scopes by group, groups in the order of their first scope.
  public static func grouped(_ scopes: [String]) -> [(group: String, scopes: [String])] {
    var result: [(group: String, scopes: [String])] = []
    for scope in scopes {
      let group = group(of: scope)
      if let index = result.firstIndex(where: { $0.group == group }) {
        result[index].scopes.append(scope)
      } else {
        result.append((group, [scope]))
      }
    }
    return result
  }

  /// Each scope once; `+` marks those that came with v3.
  private static let table: [(name: String, isNew: Bool)] =
    TextTable.pieces(of: text, at: [TextTable.space, TextTable.lineEnd]).map { word in
      let isNew = word.utf8.first == UInt8(ascii: "+")
      return (isNew ? String(word.dropFirst()) : word, isNew)
    }

  private static let text = """
    campaigns.readonly campaigns.write calendars.readonly calendars/events.write
    calendars/groups.write calendars.write contacts.write contacts/bulkActions.write
    workflows.readonly workflows.write triggers.write funnels.write forms.write surveys.write
    quizzes.write websites.write medias.write medias.readonly opportunities.write
    opportunities/leadValue.readonly opportunities/bulkActions.write +pipelines.create
    reporting/phone.readonly reporting/adwords.readonly reporting/facebookAds.readonly
    reporting/attributions.readonly prospecting/auditReport.write reporting/reports.readonly
    reporting/agent.readonly reporting/reports.write reporting/stats.export payments.write
    payments/records.write payments/orders.readonly payments/orders.export payments/orders.import
    payments/orders.collectPayment payments/subscriptions.readonly payments/subscriptions.write
    payments/subscriptions.update payments/subscriptions.export
    payments/subscriptions.pauseResumeCancel payments/subscriptions.sharePaymentMethod
    payments/transactions.readonly payments/transactions.export payments/transactions.import
    payments/transactions.refund payments/transactions.viewReceipts
    payments/taxesSettings.readonly payments/settings.readonly
    payments/taxesSettings.updateInclusiveExclusive payments/taxesSettings.manageRates
    payments/taxesSettings.configureAutomatic products.readonly products.write products.delete
    products.duplicate products.bulkActions payments/settings.write
    payments/settings.configureReceipt payments/settings.configureSubscription invoices.write
    invoices.readonly invoices/schedule.readonly invoices/schedule.write
    invoices/template.readonly invoices/template.write reputation/review.write
    reputation/listing.write reputation/reviewsAIAgents.write reputation/gbp.write
    conversations.write conversations.readonly conversations/message.readonly
    conversations/message.write contentAI.write +ai-studio.readonly +ai-studio.write
    dashboard/stats.readonly locations/tags.write locations/tags.readonly marketing.write
    eliza.write settings.write socialplanner/post.write socialplanner/account.readonly
    socialplanner/account.write socialplanner/category.readonly socialplanner/category.write
    socialplanner/csv.readonly socialplanner/csv.write socialplanner/group.write
    socialplanner/hashtag.readonly socialplanner/hashtag.write socialplanner/oauth.readonly
    socialplanner/oauth.write socialplanner/post.readonly socialplanner/recurring.readonly
    socialplanner/recurring.write socialplanner/review.readonly socialplanner/review.write
    socialplanner/rss.readonly socialplanner/rss.write socialplanner/search.readonly
    socialplanner/setting.readonly socialplanner/setting.write socialplanner/stat.readonly
    socialplanner/tag.readonly socialplanner/tag.write socialplanner/filters.readonly
    socialplanner/medias.readonly socialplanner/medias.write socialplanner/watermarks.readonly
    socialplanner/watermarks.write socialplanner/metatag.readonly socialplanner/facebook.readonly
    socialplanner/linkedin.readonly socialplanner/twitter.readonly
    socialplanner/notification.readonly socialplanner/notification.write
    socialplanner/snapshot.readonly socialplanner/snapshot.write marketing/affiliate.write
    blogs.write membership.write communities.write gokollab.write certificates.write
    certificates.readonly adPublishing.write adPublishing.readonly prospecting.write
    prospecting.readonly prospecting/reports.readonly private-integration-location.readonly
    private-integration-location.write private-integration-company.readonly
    private-integration-company.write native-integrations.readonly native-integrations.write
    wordpress.write wordpress.read custom-menu-link.write qrcodes.write
    users/team-management.write users/team-management.readonly loginas.write
    users-sso-login-management.write users-sso-login-management.readonly sso-config.write
    snapshots/api.readonly snapshots/api.create snapshots/api.edit snapshots/api.push
    snapshots/api.refresh snapshots/api.share snapshots/api.delete
    internaltools.location-transfer.write internaltools.location-transfer.readonly
    affiliateportal.write affiliateportal.readonly companies.write internaltools.billing.write
    internaltools.billing.readonly internaltools.billing-common.readonly
    internaltools.billing-common.write voice-ai-agents.write voice-ai-agents.readonly
    voice-ai-common.readonly voice-ai-common.write voice-ai-agent-goals.readonly
    voice-ai-agent-goals.write voice-ai-dashboard.readonly agency/launchpad.write
    agency/launchpad.readonly launchpad/location.write launchpad/location.readonly
    text-ai-agents.write text-ai-agent-goals.readonly text-ai-agent-goals.write
    text-ai-agent-training.write text-ai-agents-dashboard.readonly locations.create
    locations.delete +askai.write +copilot.readonly locations.export.list
    locations.features-limits.manage locations.pause-resume locations.agency-subaccounts.manage
    locations.billing.manage locations.details.manage audit-logs.readonly audit-logs.export
    """
}
