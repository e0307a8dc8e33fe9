/// Source: HighLevel's OpenAPI documents `users-v2` and `users-v3`, where they agree.
extension Operation {
  public static let usersSearch = Operation(
    resource: "users", verb: "search", kind: .read, method: .get, path: "/users/search",
    parameters: [
      .companyId(required: true),
      .field("query", .string, "Part of a full name, an e-mail or a phone number"),
      .field("locationId", .string, "Only users of this location"),
      .field("type", .string, "Only users of this type", choices: User.types),
      .field("role", .string, "Only users of this role", choices: User.roles),
      .field("ids", .commaList, "Only the users of these ids"),
      .field("sort", .string, "Field to sort by, as dateAdded; by name without it"),
      .field("sortDirection", .string, "Which way to sort", choices: ["asc", "desc"]),
    ] + Parameter.paging(defaultLimit: 25) + [
      .field("enabled2waySync", .boolean, "Only users with (or without) two-way calendar sync")
    ],
    success: [200], scope: "users.readonly", summary: "Search the users of an agency",
    deprecation: nil)

  public static let usersGet = Operation(
    resource: "users", verb: "get", kind: .read, method: .get, path: "/users/{id}",
    parameters: [], success: [200], scope: "users.readonly", summary: "Read one user by id",
    deprecation: nil)

  public static let usersCreate = Operation(
    resource: "users", verb: "create", kind: .create, method: .post, path: "/users/",
    parameters: [
      .companyId(required: true),
      .field("firstName", .string, "First name", required: true),
      .field("lastName", .string, "Last name", required: true),
      .field("email", .string, "E-mail for signing in; no two users share one", required: true),
      .field("password", .string, "Password for signing in", required: true),
      .field("type", .string, "Sub-account or agency user", required: true, choices: User.types),
      .field("role", .string, "Role of the user", required: true, choices: User.roles),
      .field("locationIds", .stringList, "Ids of all locations of the user", required: true),
    ] + accessFields,
    success: [201], scope: "users.write", summary: "Create a user", deprecation: nil)

  public static let usersUpdate = Operation(
    resource: "users", verb: "update", kind: .update, method: .put, path: "/users/{id}",
    parameters: [
      .companyId(required: false),
      .field("firstName", .string, "First name"),
      .field("lastName", .string, "Last name"),
      .field("password", .string, "New password for signing in"),
      .field("type", .string, "Sub-account or agency user", choices: User.types),
      .field("role", .string, "Role of the user", choices: User.roles),
      .field("locationIds", .stringList, "Ids of all locations of the user; replaces the list"),
    ] + accessFields,
    success: [200], scope: "users.write", summary: "Change fields of a user", deprecation: nil)

  public static let usersDelete = Operation(
    resource: "users", verb: "delete", kind: .delete, method: .delete, path: "/users/{id}",
    parameters: [], success: [200, 202], scope: "users.write",
    summary: "Queue a user for deletion; takes effect within minutes", deprecation: nil)

  public static let usersFilterByEmail = Operation(
    resource: "users", verb: "filter_by_email", kind: .read, method: .post,
    path: "/users/search/filter-by-email",
    parameters: [
      .companyId(required: true),
      .field("emails", .commaList, "The e-mails to look for", required: true),
      .field("deleted", .boolean, "Deleted users as well"),
    ] + Parameter.paging(defaultLimit: 25) + [
      .field("projection", .string, "\"all\", or names of fields; only id and email without it")
    ],
    success: [200], scope: "users.readonly",
    summary: "Find users by e-mail; needs an agency token", deprecation: nil)

  public static let usersByLocation = Operation(
    resource: "users", verb: "by_location", kind: .read, method: .get, path: "/users/",
    parameters: [
      .field("locationId", .string, "The location whose users are wanted", required: true)
    ],
    success: [200], scope: "users.readonly",
    summary: "List the users of a location; needs a location token",
    deprecation: "gone from version v3; use users.search with locationId")

  /// The optional fields that create and update share.
  private static let accessFields: [Parameter] = [
    .field("phone", .string, "Phone number, E.164"),
    .field("permissions", .permissions, "Permission flags; a partial map may reset the others"),
    .field("scopes", .scopes, "Scopes switched on; an empty list switches every one off"),
    .field("scopesAssignedToOnly", .scopes, "Scopes limited to assigned records"),
    .field("profilePhoto", .string, "URL of a picture"),
    .field(
      "twilioPhone", .stringMap, "Inbound numbers by location id; replaces the whole map"),
    .field(
      "platformLanguage", .string, "Language of the interface", choices: PlatformLanguage.codes),
  ]
}
