import HighLevel
import JSON

/// What tells one made-up user from another; expands to a record of the service.
struct MadeUpUser {
  var firstName: String
  var lastName: String
  var email: String
  var phone: String?
  var type: String
  var role: String
  var locationIds: [String]
  var access: Access
  var added: Timestamp
  var isDeleted = false
  var language = "en_US"
  var id: String?

  /// The record; the id follows from the e-mail, so that a list can grow anywhere.
  ///
  /// It is what `UserRules.created` makes of such a user, written down member by member: every start
  /// of a dry run makes the default company, and looking each member up took a sixth of it.
  func record() -> JSONObject {
    var generator = SeededGenerator(seed: email)
    let access = Self.access[access.number]
    let moment = JSONValue.string(added.description)
    let name = [firstName, lastName].filter { !$0.isEmpty }.joined(separator: " ")
    var numbers: JSONObject = [:]
    if let phone, let location = locationIds.first { numbers = [location: .string(phone)] }
    let roles: JSONObject = [
      "type": .string(type), "role": .string(role), "locationIds": .strings(locationIds),
    ]
    var members = [
      JSONObject.Member(key: "id", value: .string(id ?? generator.id())),
      JSONObject.Member(key: "name", value: .string(name)),
      JSONObject.Member(key: "firstName", value: .string(firstName)),
      JSONObject.Member(key: "lastName", value: .string(lastName)),
      JSONObject.Member(key: "email", value: .string(email)),
      JSONObject.Member(key: "permissions", value: access.permissions),
      JSONObject.Member(key: "scopes", value: access.scopes),
      JSONObject.Member(key: "scopesAssignedToOnly", value: []),
      JSONObject.Member(key: "roles", value: .object(roles)),
      JSONObject.Member(key: "deleted", value: .bool(isDeleted)),
      JSONObject.Member(key: "lcPhone", value: .object(numbers)),
      JSONObject.Member(key: "totpEnabled", value: false),
      JSONObject.Member(key: "dateAdded", value: moment),
      JSONObject.Member(key: "dateUpdated", value: moment),
    ]
    if let phone { members.append(JSONObject.Member(key: "phone", value: .string(phone))) }
    members.append(JSONObject.Member(key: "platformLanguage", value: .string(language)))
    return JSONObject(uniqueMembers: members)
  }

  /// By their numbers; made once, so that all users of one access share the storage.
  private static let access: [(scopes: JSONValue, permissions: JSONValue)] =
    Access.allCases.map { access in
      let body: JSONObject = ["permissions": .object(access.permissions)]
      let record = UserRules.created(from: body, id: "", now: MockClock.start)
      return (.strings(access.scopes), record["permissions"] ?? [:])
    }
}

/// What a made-up user may do, in a word.
enum Access: String, CaseIterable {
  case owner, manager, sales, marketing, finance, support, viewer, none

  /// Its place among all.
  var number: Int { Self.allCases.firstIndex(of: self) ?? 0 }

  /// The scopes that go with it.
  var scopes: [String] {
    switch self {
    case .owner: Scopes.v2
    case .manager: Self.managerScopes
    case .sales: UserRules.everydayScopes
    case .marketing: Self.marketingScopes
    case .finance: Self.financeScopes
    case .support: ["contacts.write", "conversations.readonly", "conversations.write"]
    case .viewer: ["calendars.readonly", "campaigns.readonly", "conversations.readonly"]
    case .none: []
    }
  }

  /// The flags that differ from the initial ones; whoever has no access has every flag turned down.
  var permissions: JSONObject {
    switch self {
    case .owner:
      ["adwordsReportingEnabled": true, "membershipEnabled": true, "reportingEnabled": true]
    case .manager: ["websitesEnabled": true, "certificatesEnabled": true]
    case .sales: ["assignedDataOnly": true, "paymentsEnabled": false, "settingsEnabled": false]
    case .marketing: ["refundsEnabled": false, "adPublishingEnabled": true]
    case .finance: ["campaignsEnabled": false, "workflowsEnabled": false]
    case .support: ["refundsEnabled": false, "exportPaymentsEnabled": false, "botService": true]
    case .viewer: ["campaignsReadOnly": true, "workflowsReadOnly": true, "settingsEnabled": false]
    case .none: Self.nothing
    }
  }

  private static let managerScopes = of([
    "calendars", "contacts", "conversations", "workflows", "opportunities", "users", "settings",
    "dashboard", "reporting",
  ])

  private static let marketingScopes = of([
    "campaigns", "funnels", "forms", "socialplanner", "blogs", "medias",
  ])

  private static let financeScopes = of(["payments", "invoices", "products"])

  private static func of(_ groups: [String]) -> [String] {
    Scopes.v2.filter { groups.contains(Scopes.group(of: $0)) }
  }

  private static let nothing = JSONObject(
    uniqueMembers: Permissions.known.map {
      JSONObject.Member(key: $0.flag, value: .bool($0.restricts))
    })
}
