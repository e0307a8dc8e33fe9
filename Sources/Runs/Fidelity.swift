public import Diagnostics
import FoundationEssentials
public import JSON
public import Planning

/// How often the plans for a company foretold what the service then answered.
public struct Fidelity: Sendable, Hashable {
  static let format = "ghlua.fidelity/1"

  /// Of one operation of the service.
  public struct Count: Sendable, Hashable {
    public var predicted = 0
    /// Answers that differed in at least one field.
    public var wrong = 0
  }

  /// By the operation's name: `users.update`.
  public var counts: [String: Count] = [:]

  public init() {}

  /// Counts what was sent. A delete foretells nothing that its answer could show.
  public mutating func add(_ outcomes: [ApplyReport.Outcome]) {
    for outcome in outcomes where outcome.operation.kind != .delete {
      guard case .done(let mispredicted) = outcome.result else { continue }
      counts[outcome.operation.name, default: Count()].predicted += 1
      if !mispredicted.isEmpty { counts[outcome.operation.name]?.wrong += 1 }
    }
  }

  /// `{"users.update": {"predicted": 4211, "wrong": 3}}`.
  public var json: JSONValue {
    .object(
      JSONObject(
        counts.sorted { $0.key < $1.key }.map { name, count in
          (
            name,
            ["predicted": .integer(Int64(count.predicted)), "wrong": .integer(Int64(count.wrong))]
          )
        }))
  }

  init(json: JSONValue?) {
    for member in json?.object ?? [:] {
      counts[member.key] = Count(
        predicted: Int(member.value["predicted"]?.integer ?? 0),
        wrong: Int(member.value["wrong"]?.integer ?? 0))
    }
  }
}

extension RunStore {
  /// What was measured so far for a company.
  public func fidelity(of target: String) -> Fidelity {
    guard let text = PrivateFile.text(fidelityPath(target)),
      let json = try? JSONValue(parsing: text), json["format"]?.string == Fidelity.format
    else { return Fidelity() }
    return Fidelity(json: json["operations"])
  }

  /// Adds what an apply measured; the company's lock must be held.
  public func add(_ outcomes: [ApplyReport.Outcome], for target: String) throws(Problem) {
    var fidelity = fidelity(of: target)
    let before = fidelity
    fidelity.add(outcomes)
    guard fidelity != before else { return }
    try PrivateFile.makeFolder("\(root)/fidelity")
    let json: JSONValue = [
      "format": .string(Fidelity.format), "target": .string(target), "operations": fidelity.json,
    ]
    try PrivateFile.write(json.text(pretty: true) + "\n", to: fidelityPath(target))
  }
}
