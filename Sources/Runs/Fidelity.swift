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

  /// What of it is about the operations of a plan; nil when there is nothing.
  public func about(_ plan: Plan) -> Fidelity? {
    let names = Set(plan.operations.map(\.name))
    var part = self
    part.counts = counts.filter { names.contains($0.key) }
    return part.counts.isEmpty ? nil : part
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
    Self.measured(fidelityPath(target)).map { Fidelity(json: $0["operations"]) } ?? Fidelity()
  }

  /// The same where only the company's id is known: what was measured for it under all addresses of
  /// the service.
  ///
  /// - Parameter source: `live`, as in a plan.
  public func fidelity(of company: String, from source: String) -> Fidelity {
    let folder = "\(root)/fidelity"
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.compactMap { Self.measured("\(folder)/\($0)") }.reduce(into: Fidelity()) {
      let words = $1["target"]?.string?.split(separator: " ") ?? []
      guard words.first == source[...], words.last == company[...] else { return }
      for (name, count) in Fidelity(json: $1["operations"]).counts {
        $0.counts[name, default: Fidelity.Count()].predicted += count.predicted
        $0.counts[name, default: Fidelity.Count()].wrong += count.wrong
      }
    }
  }

  private static func measured(_ path: String) -> JSONValue? {
    guard let text = DurableFile.text(path), let json = try? JSONValue(parsing: text),
      json["format"]?.string == Fidelity.format
    else { return nil }
    return json
  }

  /// Adds what an apply measured; the company's lock must be held.
  public func add(_ outcomes: [ApplyReport.Outcome], for target: String) throws(Problem) {
    var fidelity = fidelity(of: target)
    let before = fidelity
    fidelity.add(outcomes)
    guard fidelity != before else { return }
    try DurableFile.makeFolder("\(root)/fidelity")
    let json: JSONValue = [
      "format": .string(Fidelity.format), "target": .string(target), "operations": fidelity.json,
    ]
    try DurableFile.write(json.text(pretty: true) + "\n", to: fidelityPath(target))
  }
}
