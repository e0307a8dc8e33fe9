import Diagnostics
import Engine
import HighLevel
import JSON
import Planning

/// What has to be said explicitly before a plan is carried out.
struct Brakes: Sendable {
  var limits = Limits()
  var exact = ExactLimits()
  var allowed: Set<RunOptions.Permission> = []
  /// Whether the plan is that of a recipe with a header; a plain script declares nothing.
  var isDeclared = true

  /// Why the plan may not be carried out in this company; nil when it may.
  func refusal(of plan: Plan, in company: Company) async throws(Problem) -> Problem? {
    if plan.operations.isEmpty { return nil }
    if !isDeclared, plan.summary.delete > 0, !allowed.contains(.deleteFromScript) {
      return Problem(
        .refused,
        "a plain script would delete \(plan.summary.delete == 1 ? "a user" : "\(plan.summary.delete) users")",
        hint: "add --allow users.delete, or give the script a header with can = {\"users.delete\"}")
    }
    do throws(ServiceError) {
      let replay = Replay(on: company)
      let base = try await replay.gate.visibleUsers(companyId: company.id)
      let limits = limits.strictest(with: company.limits)
      if let problem = limits.refusal(of: plan.operations, base: base, exact: exact) {
        return problem
      }
      if allowed.contains(.lastAdmin) { return nil }
      guard await replay.takesAccess(plan) else { return nil }
      return try await LastAdmin.refusal(of: replay.gate, companyId: company.id)
    } catch {
      throw Problem(asking: error)
    }
  }
}

/// The company as a plan would leave it, worked out again from the plan alone.
private struct Replay {
  /// Fields that make an admin, or take from one what makes them one.
  private static let fields = ["role", "type", "scopes", "permissions"]

  let gate: Gate

  init(on company: Company) {
    let overlay = Overlay(over: company.reader, now: company.now)
    gate = Gate(overlay: overlay, capabilities: .everything)
  }

  /// Puts in what takes something from people who exist; whether there was any.
  func takesAccess(_ plan: Plan) async -> Bool {
    var found = false
    for operation in plan.operations where operation.kind != .create {
      guard let known = Operations.named(operation.name) else { continue }
      var fields = JSONObject(
        uniqueMembers: operation.request.members.filter { Self.fields.contains($0.key) })
      guard operation.kind == .delete || !fields.isEmpty else { continue }
      fields["companyId"] = operation.request["companyId"]
      found = true
      // Whom the service does not know (yet, or any more) nobody takes anything from.
      _ = try? await gate.call(known, id: operation.id, fields: fields)
    }
    return found
  }
}
