import Diagnostics
import Planning

/// Getting somebody's yes before a plan is carried out.
struct Confirmation {
  let world: World
  /// Whether the yes was given on the command line.
  let isGiven: Bool

  /// Whether the plan is shown to somebody who is then asked.
  func asks(_ plan: Plan) -> Bool { !isGiven && world.canAsk && !plan.operations.isEmpty }

  /// Asks on a terminal. Elsewhere `--apply` is the yes for what can be taken back, and everything
  /// else needs `--yes`.
  func obtain(for plan: Plan) throws(Problem) {
    if isGiven || plan.operations.isEmpty { return }
    if world.canAsk {
      let count = plan.operations.count
      guard world.confirms("Apply \(count == 1 ? "this change" : "these \(count) changes")?") else {
        throw Problem(.confirm, "not applied: the answer was no")
      }
      return
    }
    let lasting = plan.operations.count { $0.irreversible != nil || $0.kind == .delete }
    guard lasting > 0 else { return }
    let all = plan.operations.count
    let which =
      all == 1 ? "the change" : lasting == all ? "the changes" : "\(lasting) of \(all) changes"
    throw Problem(
      .confirm, "\(which) cannot be taken back, and nobody is there to say yes",
      hint: "look at the plan; if it is right, add --yes")
  }
}
