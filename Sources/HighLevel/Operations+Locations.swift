public import JSON

/// Source: HighLevel's OpenAPI documents `locations-v2` and `contacts-v2`.
extension Operation {
  public static let locationsGet = Operation(
    resource: "locations", verb: "get", kind: .read, method: .get, path: "/locations/{id}",
    parameters: [], success: [200], scope: "locations.readonly",
    summary: "Read one location (sub-account) by id; names its companyId", deprecation: nil)

  public static let locationsSearch = Operation(
    resource: "locations", verb: "search", kind: .read, method: .get, path: "/locations/search",
    parameters: [.companyId(required: false)] + Parameter.paging(defaultLimit: 10) + [
      .field("order", .string, "Order of the names", choices: ["asc", "desc"]),
      .field("email", .string, "Only the location of this e-mail"),
    ],
    success: [200], scope: "locations.readonly", summary: "List the locations of an agency",
    deprecation: nil)

  public static let contactsGet = Operation(
    resource: "contacts", verb: "get", kind: .read, method: .get, path: "/contacts/{id}",
    parameters: [], success: [200], scope: "contacts.readonly",
    summary: "Read one contact by id, tags included", deprecation: nil)
}

extension Operation {
  /// The record inside an answer: some answers wrap it (`user`, `location`, `contact`), most are
  /// bare.
  ///
  /// Lists and anything else come back as they are.
  public func record(in answer: JSONValue) -> JSONValue {
    guard answer["id"] == nil, let wrapped = answer[String(resource.dropLast())],
      case .object = wrapped
    else { return answer }
    return wrapped
  }
}
