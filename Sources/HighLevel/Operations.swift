/// All operations there are.
public enum Operations {
  /// The whole table, in the order of the documentation.
  public static let all: [Operation] = [
    .usersSearch, .usersGet, .usersCreate, .usersUpdate, .usersDelete, .usersFilterByEmail,
    .usersByLocation, .locationsGet, .locationsSearch, .contactsGet,
  ]

  /// The operation of that whole name (`users.search`); nil when there is none.
  public static func named(_ name: String) -> Operation? { all.first { $0.name == name } }

  /// Every capability that the operations need, sorted: `contacts.read`, `locations.read`, …
  public static var capabilities: [String] { Set(all.map(\.capability)).sorted() }
}

extension Operation {
  /// The parameter of that name; nil when the operation has none.
  public func parameter(_ name: String) -> Parameter? { parameters.first { $0.name == name } }
}

extension Parameter {
  /// A row of the table, short to write.
  static func field(
    _ name: String, _ type: FieldType, _ summary: String, required: Bool = false,
    choices: [String] = []
  ) -> Parameter {
    Parameter(name: name, type: type, required: required, choices: choices, summary: summary)
  }

  /// The agency's id, which nearly every operation on users wants.
  static func companyId(required: Bool) -> Parameter {
    .field("companyId", .string, "Id of the agency (company)", required: required)
  }

  /// `skip` and `limit`; the service's defaults are `"0"` and the one given here.
  static func paging(defaultLimit: Int) -> [Parameter] {
    [
      .field("skip", .integer, "How many results to skip; 0 without it"),
      .field("limit", .integer, "How many results at most; \(defaultLimit) without it"),
    ]
  }
}
