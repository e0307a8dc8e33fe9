public import JSON

/// A search for users: who matches, in which order, which page.
///
/// The stand-in answers with it, and planning merges its own changes into answers with it.
public struct UserFilter: Sendable, Hashable {
  /// The search term as `UserSearchText` folds it; empty matches everyone.
  public var query: String
  public var locationId: String?
  public var type: String?
  public var role: String?
  public var ids: Set<String>?
  public var enabled2waySync: Bool?
  public var order: UserOrder
  public var page: Page

  /// Reads the parameters of `users.search`; numbers may come as text or as integers.
  ///
  /// - Parameter largestLimit: what a larger `limit` is cut to.
  public init(searchFields fields: JSONObject, largestLimit: Int = Page.largestLimit) {
    query = UserSearchText.fold(fields.text("query"))
    locationId = fields.filled("locationId")
    type = fields.filled("type")
    role = fields.filled("role")
    ids = fields.commaList("ids").map(Set.init)
    enabled2waySync = fields.flag("enabled2waySync")
    order = UserOrder(
      field: fields.filled("sort"), isDescending: fields["sortDirection"] == "desc")
    page = Page(fields, defaultLimit: 25, largestLimit: largestLimit)
  }

  /// Whether records tell all that this filter asks; two-way sync is not in the service's answers.
  public var isExact: Bool { enabled2waySync == nil }

  /// Whether anything besides the location narrows the search.
  public var looksInsideRecords: Bool {
    !query.isEmpty || type != nil || role != nil || ids != nil || enabled2waySync != nil
  }

  /// Whether a record belongs in the answer; deleted users never do.
  public func matches(_ record: JSONObject) -> Bool {
    matches(record, text: query.isEmpty ? nil : UserSearchText(record))
  }

  /// The same with the record's folded text at hand, for those who keep it; nil matches no term.
  public func matches(_ record: JSONObject, text: UserSearchText?) -> Bool {
    let user = User(record)
    if let ids, !ids.contains(user.id) { return false }
    if !query.isEmpty, text?.contains(query) != true { return false }
    if let type, user.type != type { return false }
    if let role, user.role != role { return false }
    if let locationId, !user.locationIds.contains(locationId) { return false }
    if let wanted = enabled2waySync,
      (record["enabled2waySync"]?.bool ?? false) != wanted
    {
      return false
    }
    return !user.isDeleted
  }

  /// The page of matching records in order, and how many match in all.
  public func select(from records: some Sequence<JSONObject>) -> (users: [JSONObject], count: Int) {
    let found = order.sorted(records.filter { matches($0) })
    return (Array(found[page.range(of: found.count)]), found.count)
  }
}

/// The order of a search's answer: by first and last name, or by a field of the record.
public struct UserOrder: Sendable, Hashable {
  /// Nil sorts by first name, then last name.
  public var field: String?
  public var isDescending: Bool

  public init(field: String? = nil, isDescending: Bool = false) {
    self.field = field
    self.isDescending = isDescending
  }

  /// What a record sorts by: names without case, other fields as text.
  public func key(of record: JSONObject) -> String {
    guard let field else {
      return "\(record.text("firstName").lowercased())\u{0}\(record.text("lastName").lowercased())"
    }
    return record.text(field)
  }

  /// The records in this order, ties by id; descending is the exact reverse of ascending.
  public func sorted(_ records: [JSONObject]) -> [JSONObject] {
    let ascending = records.map { (key: key(of: $0), id: $0.text("id"), record: $0) }
      .sorted { ($0.key, $0.id) < ($1.key, $1.id) }
      .map(\.record)
    return isDescending ? ascending.reversed() : ascending
  }
}
