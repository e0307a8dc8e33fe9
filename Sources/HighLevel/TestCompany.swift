public import JSON

/// A company that inline tests plan and apply against: a stand-in that can be looked into.
public protocol TestCompany: Backend {
  /// The company's id.
  var companyId: String { get }
  /// The moment that counts as now there.
  var now: Timestamp { get }
  /// Everything it holds, to compare.
  func snapshot() -> JSONValue
  /// Lets everything that is queued take effect.
  func settle()
}
