import Diagnostics
import HighLevel
import JSON
import Planning

extension ProvingGround {
  /// Applies the plan, takes it back, and compares every field of everybody it touched.
  func proveUndo() async throws(Problem) -> Proof {
    let company = try makeCompany()
    let before = await records(in: company)
    let journal = MemoryJournal()
    _ = await apply(to: company, of: company, journal: journal)
    company.settle()
    let undo = try await UndoPlan(
      of: plan, history: journal.history, run: "test", in: company, sourceName: "mock",
      now: company.now)
    let report = await Applier(to: company, secrets: undo.secrets).apply(
      undo.plan, company: company.companyId, now: company.now)
    guard report.status == .applied else {
      return Proof(.undoRestores, failures: ["the way back cannot be gone: \(report.inWords)"])
    }
    company.settle()
    let created = undo.plan.operations.filter { $0.kind == .delete }.map(\.id)
    let after = await records(in: company)
    var failures = before.flatMap { id, record in
      differences(of: after[id], from: record, but: undo.losses)
    }
    for id in created where await Self.record(id, in: company) != nil {
      failures.append("the created user \(id) is still there")
    }
    return Proof(.undoRestores, failures: failures.sorted())
  }

  /// Those who were there before the plan, by id.
  private func records(in company: any TestCompany) async -> [String: JSONObject] {
    var records: [String: JSONObject] = [:]
    for operation in plan.operations where operation.kind != .create {
      records[operation.id] = await Self.record(operation.id, in: company)
    }
    return records
  }

  /// The user; nil when there is none, or only a deleted one.
  private static func record(_ id: String, in company: any TestCompany) async -> JSONObject? {
    let request = Request(.usersGet, id: id)
    guard let answer = try? await company.read(request),
      let record = request.operation.record(in: answer).object, !User(record).isDeleted
    else { return nil }
    return record
  }

  private func differences(
    of found: JSONObject?, from record: JSONObject, but losses: [UndoPlan.Loss]
  ) -> [String] {
    let label = UserFields.label(of: record)
    let named = losses.filter { $0.label == secrets.redacted(label) }
    if named.contains(where: { $0.field == nil }) { return [] }
    guard let found else { return ["\(label) is gone, and nobody said so"] }
    let wanted = UserFields.values(of: UserFields.written, in: record)
    return UserFields.differing(from: wanted, in: found)
      .filter { field in !named.contains { $0.field == field } }
      .map { "\($0) of \(label) is not as it was" }
  }
}
