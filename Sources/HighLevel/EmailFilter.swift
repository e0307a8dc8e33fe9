public import JSON

/// A `users.filter_by_email`: whose e-mail, dead or alive, and which fields of the record.
public struct EmailFilter: Sendable, Hashable {
  /// The e-mails, without case where that is ignored, each once, in the order given.
  public var emails: [String]
  /// Whether deleted users are wanted besides the living.
  public var includesDeleted: Bool
  public var page: Page
  /// The fields to give; nil gives the whole record.
  public var projection: [String]?
  private let ignoresCase: Bool

  /// Reads the body of `users.filter_by_email`: `emails` with commas or as a list, `deleted` or the
  /// older `includeDeleted`.
  ///
  /// - Parameter ignoresCase: whether `A@x.test` finds `a@x.test`, as the service is taken to do.
  public init(
    fields: JSONObject, largestLimit: Int = Page.largestLimit, ignoresCase: Bool = true
  ) {
    self.ignoresCase = ignoresCase
    var seen: Set<String> = []
    emails = (fields.commaList("emails") ?? []).map { ignoresCase ? UserRules.emailKey($0) : $0 }
      .filter { seen.insert($0).inserted }
    includesDeleted = fields.flag("deleted") ?? fields.flag("includeDeleted") ?? false
    page = Page(fields, defaultLimit: 25, largestLimit: largestLimit)
    switch fields.filled("projection") {
    case nil: projection = ["id", "email"]
    case "all": projection = nil
    default: projection = fields.commaList("projection")
    }
  }

  /// Whether a record belongs in the answer.
  public func matches(_ record: JSONObject) -> Bool {
    let email = record.text("email")
    return admits(record) && emails.contains(ignoresCase ? UserRules.emailKey(email) : email)
  }

  /// The part of `matches` that is not about the e-mail.
  public func admits(_ record: JSONObject) -> Bool {
    includesDeleted || !User(record).isDeleted
  }

  /// The record as the answer shows it; by default only `id` and `email`.
  public func projected(_ record: JSONObject) -> JSONObject {
    guard let projection else { return record }
    return JSONObject(uniqueMembers: record.filter { projection.contains($0.key) })
  }
}
