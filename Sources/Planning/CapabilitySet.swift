public import Diagnostics
public import HighLevel
import JSON

/// All that a run may do. What is not listed is refused, whatever the recipe does about it.
public struct CapabilitySet: Sendable, Hashable {
  /// Granted fields by the capability's name; a value of nil stands for every field.
  private let granted: [String: Set<String>?]
  private let grantsEverything: Bool

  /// What a plain script may plan: everything.
  public static let everything = CapabilitySet(granted: [:], grantsEverything: true)

  /// The sum of some capabilities.
  public init(_ capabilities: some Sequence<Capability>) {
    var sum: [String: Set<String>?] = [:]
    for capability in capabilities {
      if let fields = capability.fields, let known = sum[capability.name] {
        sum[capability.name] = .some(known.map { $0.union(fields) })
      } else if sum[capability.name] == nil || capability.fields == nil {
        sum[capability.name] = .some(capability.fields)
      }
    }
    self.init(granted: sum, grantsEverything: false)
  }

  /// Reads the list `can` of a recipe.
  public init(parsing texts: some Sequence<String>, at place: Place? = nil) throws(Problem) {
    var capabilities: [Capability] = []
    for text in texts { capabilities.append(try Capability(parsing: text, at: place)) }
    self.init(capabilities)
  }

  private init(granted: [String: Set<String>?], grantsEverything: Bool) {
    self.granted = granted
    self.grantsEverything = grantsEverything
  }

  /// What speaks against a request, with code `capability` and the line to add; nil when nothing.
  public func refusal(of request: Request, at place: Place? = nil) -> Problem? {
    if grantsEverything { return nil }
    let operation = request.operation
    guard let fields = granted[operation.capability] else {
      return Problem(
        .capability, "the recipe may not call \(operation.name)",
        hint: "add \"\(operation.capability)\" to its list 'can'", at: place)
    }
    guard let fields, operation.kind == .update else { return nil }
    // `companyId` only addresses the request.
    let missing = request.fields.keys.filter { $0 != "companyId" && !fields.contains($0) }
    guard !missing.isEmpty else { return nil }
    let wanted = (fields.union(missing)).sorted().joined(separator: ", ")
    return Problem(
      .capability,
      "the recipe may not write \(missing.map { "'\($0)'" }.joined(separator: ", ")) of a user",
      hint: "write \"\(operation.capability)(\(wanted))\" in its list 'can'", at: place)
  }
}
