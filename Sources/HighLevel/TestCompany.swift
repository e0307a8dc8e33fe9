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
  /// Makes trouble from now on, in the form of the stand-in's control route
  /// (`{ operation, status, after, times }`); what is wrong with it as the error's message.
  func inject(_ fault: JSONValue) throws(FieldError)
  /// Ends all trouble.
  func clearFaults()
}
