import Diagnostics
import HighLevel
import JSON
import Planning

extension ProvingGround {
  /// Changes behind the plan's back what each of its operations counts on, one at a time; the apply
  /// must write nothing.
  func proveDriftCheck() async throws(Problem) -> Proof {
    var failures: [String] = []
    var touched: Set<String> = []
    for operation in plan.operations where touched.insert(operation.id).inserted {
      let company = try makeCompany()
      guard let change = await OutsideChange.make(against: operation, in: company) else { continue }
      let before = company.snapshot()
      let report = await apply(to: company, of: company)
      if report.status != .drift {
        failures.append("\(change) goes unnoticed (\(report.inWords))")
      } else if company.snapshot() != before {
        failures.append("\(change) is noticed only after something was written")
      }
    }
    return Proof(.driftIsCaught, failures: failures)
  }
}

/// Something that happens to a user between a plan and its apply.
private enum OutsideChange {
  /// Makes one that an operation must notice, and says what it is; nil where there is none, as for
  /// an e-mail that the plan itself frees.
  static func make(
    against operation: PlannedOperation, in company: any TestCompany
  ) async -> String? {
    switch operation.precondition {
    case .emailAbsent(let email):
      guard operation.kind == .create else { return nil }
      var fields = operation.request
      fields["password"] = "Outside-2026!"
      let isMade = await write(Request(.usersCreate, fields: fields), to: company)
      return isMade ? "somebody else creating \(email)" : nil
    case .fields(let expected):
      for (field, value) in expected.members.map({ ($0.key, $0.value) }) {
        guard let other = other(than: value, for: field) else { continue }
        let request = Request(.usersUpdate, id: operation.id, fields: [field: other])
        if await write(request, to: company) { return "another \(field) of \(operation.label)" }
      }
      guard await write(Request(.usersDelete, id: operation.id), to: company) else { return nil }
      company.settle()
      return "the deletion of \(operation.label)"
    }
  }

  private static func write(_ request: Request, to company: any TestCompany) async -> Bool {
    (try? await company.write(request)) != nil
  }

  /// A value that the field does not have; nil where none is at hand.
  private static func other(than value: JSONValue, for field: String) -> JSONValue? {
    switch field {
    case "role": value == "admin" ? "user" : "admin"
    case "firstName", "lastName": value == "Outside" ? "Other" : "Outside"
    case "phone": value == "+15005550006" ? "+15005550001" : "+15005550006"
    case "locationIds" where value.array?.isEmpty == false: []
    case "scopes": value.array?.isEmpty == false ? [] : ["contacts.write"]
    case "permissions": ["contactsEnabled": .bool(value["contactsEnabled"] != true)]
    default: nil
    }
  }
}
