import HighLevel
import JSON
import MockBackend

/// What is in a stand-in company.
struct CompanyRenderer {
  /// So many users are shown; the rest is counted.
  var limit = 200

  private let style: TextStyle

  init(_ style: TextStyle) { self.style = style }

  func text(_ state: MockState) -> String {
    let users = state.users.map { User($0) }
    let locations = state.locations.map { Location($0) }
    let names = LocationNames(
      Dictionary(locations.map { ($0.id, $0.name) }) { first, _ in first })
    return header(state, users) + place(locations, users) + people(users, names, state)
  }

  private func header(_ state: MockState, _ users: [User]) -> String {
    let present = users.count { !$0.isDeleted }
    let deleted = users.count - present
    let counts = [
      counted(present, "user") + (deleted == 0 ? "" : " (and \(deleted.grouped) deleted)"),
      counted(state.locations.count, "location"), counted(state.contacts.count, "contact"),
    ].joined(separator: ", ")
    let text = "\(counts); its time is \(Self.short(state.clock.now)) UTC"
    return style.bold("Company \(state.companyId.printable)") + "\n" + style.hanging("", text)
  }

  private func place(_ locations: [Location], _ users: [User]) -> String {
    if locations.isEmpty { return "" }
    var members: [String: Int] = [:]
    for user in users where !user.isDeleted {
      for id in Set(user.locationIds) { members[id, default: 0] += 1 }
    }
    let rows = locations.map { [$0.name, $0.id, (members[$0.id] ?? 0).grouped] }
    let table = TextTable(
      headings: ["Location", "Id", "Users"], rows: rows, indent: 0, rightAligned: [2])
    return "\n\(table.text(style))"
  }

  private func people(
    _ users: [User], _ names: LocationNames, _ state: MockState
  ) -> String {
    if users.isEmpty { return "" }
    let due = Dictionary(state.queue.map { ($0.userId, $0.due) }) { first, _ in first }
    let rows = users.prefix(limit).map { user in
      let places = user.locationIds.map(names.name).joined(separator: ", ")
      let leaving = due[user.id].map { "deleted at \(Self.short($0))" } ?? "active"
      return [
        user.name, user.email, Self.role(of: user), places, user.isDeleted ? "deleted" : leaving,
      ]
    }
    let headings = ["Name", "E-mail", "Role", "Locations", "State"]
    let table = TextTable(headings: headings, rows: rows, indent: 0, yielding: [0, 3])
    let rest = users.count - rows.count
    return "\n\(table.text(style))"
      + (rest == 0 ? "" : style.dim("… and \(counted(rest, "more user"))") + "\n")
  }

  /// `user`, `admin`, and with the type where it is not the usual one: `agency admin`.
  private static func role(of user: User) -> String {
    user.type == "agency" && user.role != "agency_admin"
      ? "agency \(user.role)" : user.role.split(separator: "_").joined(separator: " ")
  }

  /// `2026-01-05 12:00`, in UTC.
  private static func short(_ moment: Timestamp) -> String {
    let text = moment.description
    return "\(text.prefix(10)) \(text.dropFirst(11).prefix(5))"
  }
}
