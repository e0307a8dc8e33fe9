import JSON

/// One permission flag of a user.
public struct Permission: Sendable, Hashable {
  /// The service's name: `contactsEnabled`.
  public let flag: String
  /// What people call it: `Contacts`.
  public let label: String
  /// Where it belongs, in people's words: `CRM`.
  public let group: String
  /// What the service fills in where the flag is not given; nil where it says nothing.
  public let initial: Bool?

  /// Whether the flag takes something away when it is on (`campaignsReadOnly`, `assignedDataOnly`).
  public var restricts: Bool { flag.hasSuffix("Only") }
}

/// The permission flags of a user, as plain data. Flags not listed here pass through untouched.
///
/// Source: 38 flags and their initial values from HighLevel's OpenAPI document `users-v2`, 10 more
/// seen in answers of the service.
public enum Permissions {
  /// The 48 known flags, by group.
  public static let known: [Permission] = {
    var group = ""
    var result: [Permission] = []
    for line in TextTable.pieces(of: text, at: [TextTable.lineEnd]) {
      // Whole arrays are joined: for a slice, a start would look through all types once more.
      let words = TextTable.pieces(of: line, at: [TextTable.space])
      if words[0] == "#" {
        group = Array(words.dropFirst()).joined(separator: " ")
      } else {
        let initial: Bool? = words[0] == "?" ? nil : words[0] == "+"
        let label = Array(words.dropFirst(2)).joined(separator: " ")
        result.append(Permission(flag: words[1], label: label, group: group, initial: initial))
      }
    }
    return result
  }()

  /// The groups, in the order of `known`.
  public static let groups: [String] = known.reduce(into: []) {
    if $0.last != $1.group { $0.append($1.group) }
  }

  /// The known flag of that name; nil for a flag this list does not have.
  public static func named(_ flag: String) -> Permission? { known.first { $0.flag == flag } }

  /// The flags that the service fills in by itself, with their values.
  static let initialValues = JSONObject(
    uniqueMembers: known.compactMap { permission in
      permission.initial.map { JSONObject.Member(key: permission.flag, value: .bool($0)) }
    })

  /// `+` initially on, `-` initially off, `?` not filled in by the service.
  private static let text = """
    # CRM
    + contactsEnabled Contacts
    + tagsEnabled Tags
    + bulkRequestsEnabled Bulk requests
    - assignedDataOnly Only assigned data
    # Conversations
    + conversationsEnabled Conversations
    + phoneCallEnabled Phone calls
    - botService Conversation bot
    + contentAiEnabled Content AI
    # Calendars
    + appointmentsEnabled Appointments
    # Opportunities
    + opportunitiesEnabled Opportunities
    + leadValueEnabled Lead value
    ? opportunitiesBulkActionsEnabled Bulk actions on opportunities
    # Automation
    + workflowsEnabled Workflows
    - workflowsReadOnly Workflows, read only
    + triggersEnabled Triggers
    + campaignsEnabled Campaigns
    - campaignsReadOnly Campaigns, read only
    # Sites
    + funnelsEnabled Funnels
    - websitesEnabled Websites
    + bloggingEnabled Blogs
    ? wordpressEnabled WordPress
    ? mediaStorageEnabled Media storage
    # Marketing
    + marketingEnabled Marketing
    + socialPlanner Social planner
    + affiliateManagerEnabled Affiliate manager
    ? adPublishingEnabled Ad publishing
    ? adPublishingReadOnly Ad publishing, read only
    # Memberships
    - membershipEnabled Memberships
    + communitiesEnabled Communities
    ? certificatesEnabled Certificates
    ? gokollabEnabled GoKollab
    # Payments
    + paymentsEnabled Payments
    + invoiceEnabled Invoices
    + recordPaymentEnabled Record payments
    + refundsEnabled Refunds
    + cancelSubscriptionEnabled Cancel subscriptions
    + exportPaymentsEnabled Export payments
    # Reputation
    + reviewsEnabled Reviews
    + onlineListingsEnabled Online listings
    # Reporting
    ? reportingEnabled Reporting
    + dashboardStatsEnabled Dashboard statistics
    + agentReportingEnabled Agent reports
    - adwordsReportingEnabled Google Ads reports
    - facebookAdsReportingEnabled Facebook Ads reports
    - attributionsReportingEnabled Attribution reports
    # Settings
    + settingsEnabled Settings
    ? customMenuLinkReadOnly Custom menu links, read only
    ? customMenuLinkWrite Custom menu links
    """
}
