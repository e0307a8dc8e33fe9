public import Diagnostics
public import HighLevel
import JSON
import Synchronization

/// The rule that an agency keeps one admin who can sign in and do something.
public enum LastAdmin {
  /// What speaks against the plan in a gate, with code `refused`; nil when an agency admin remains,
  /// or none is lost.
  ///
  /// An admin is lost by being deleted, by another role or type, or by losing all scopes or all
  /// permissions. Reads the company only when the plan loses one.
  public static func refusal(
    of gate: Gate, companyId: String
  ) async throws(ServiceError) -> Problem? {
    let overlay = gate.overlay
    let lost = overlay.state.withLock { $0.touchedUsers.filter(isLost) }
    guard let first = lost.first, let record = first.original else { return nil }
    let ids = Set(lost.map(\.id))
    for role in ["admin", "agency_admin"] {
      var pages = UserPages(
        overlay: overlay,
        request: Request(
          .usersSearch, fields: ["companyId": .string(companyId), "role": .string(role)]))
      while let page = try await pages.next() {
        let users = page.compactMap(\.object).map(User.init)
        if users.contains(where: { $0.isAgencyAdmin && !ids.contains($0.id) }) { return nil }
      }
    }
    return Problem(
      .refused,
      "the plan would leave the agency without an admin: "
        + "\(UserFields.label(of: record)) is the last one",
      hint: "make somebody else an agency admin first, or add --allow last-admin")
  }

  private static func isLost(_ user: OverlayState.TouchedUser) -> Bool {
    guard let before = user.original.map(User.init), before.isAgencyAdmin, !before.isDeleted else {
      return false
    }
    guard let after = user.current.map(User.init), after.isAgencyAdmin else { return true }
    return (!before.scopes.isEmpty && after.scopes.isEmpty)
      || (hasPermissions(before) && !hasPermissions(after))
  }

  private static func hasPermissions(_ user: User) -> Bool {
    user.permissions.contains { $0.value == true }
  }
}

extension Gate {
  /// How many users of a company the recipe could see, before its own changes.
  public func visibleUsers(companyId: String) async throws(ServiceError) -> Int {
    let request = Request(.usersSearch, fields: ["companyId": .string(companyId), "limit": "1"])
    return try await overlay.source.source.read(request).total
  }
}
