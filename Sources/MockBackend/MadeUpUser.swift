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
  /// It is what `UserRules.created` makes of such a user, but in one pass: every start of a dry run
  /// makes the default company, and writing each member on its own took a sixth of it.
  func record() -> JSONObject {
    let access = Self.access[access.number]
    let moment = JSONValue.string(added.description)
    var members = Self.blank
    for index in members.indices {
      switch members[index].key {
      case "id": members[index].value = .string(id ?? Self.id(for: email))
      case "name": members[index].value = .string(name)
      case "firstName": members[index].value = .string(firstName)
      case "lastName": members[index].value = .string(lastName)
      case "email": members[index].value = .string(email)
      case "permissions": members[index].value = access.permissions
      case "scopes": members[index].value = access.scopes
      case "roles":
        members[index].value = [
          "type": .string(type), "role": .string(role), "locationIds": .strings(locationIds),
        ]
      case "deleted": members[index].value = .bool(isDeleted)
      case "lcPhone": members[index].value = numbers
      case "dateAdded", "dateUpdated": members[index].value = moment
      default: break
      }
    }
    if let phone { members.append(JSONObject.Member(key: "phone", value: .string(phone))) }
    members.append(JSONObject.Member(key: "platformLanguage", value: .string(language)))
    return JSONObject(uniqueMembers: members)
  }

  private var name: String {
    [firstName, lastName].filter { !$0.isEmpty }.joined(separator: " ")
  }

  private var numbers: JSONValue {
    guard let phone, let location = locationIds.first else { return [:] }
    return [location: .string(phone)]
  }

  private static func id(for email: String) -> String {
    var generator = SeededGenerator(seed: email)
    return generator.id()
  }

  /// What every new user has.
  private static let blank = Array(UserRules.created(from: [:], id: "", now: MockClock.start))

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
