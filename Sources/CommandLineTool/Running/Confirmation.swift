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
    let all = plan.operations.count
    let lasting = plan.operations.count { $0.irreversible != nil || $0.kind == .delete }
    if world.canAsk {
      guard world.confirms(Self.question(all, lasting: lasting)) else {
        throw Problem(.confirm, "not applied: the answer was no")
      }
      return
    }
    guard lasting > 0 else { return }
    let which =
      all == 1 ? "the change" : lasting == all ? "the changes" : "\(lasting) of \(all) changes"
    throw Problem(
      .confirm, "\(which) cannot be taken back, and nobody is there to say yes",
      hint: "look at the plan; if it is right, add --yes")
  }

  /// `Apply these 12 changes, 2 of which cannot be taken back?`
  static func question(_ all: Int, lasting: Int) -> String {
    let changes = all == 1 ? "this change" : "these \(all.grouped) changes"
    let which =
      switch lasting {
      case 0: ""
      case all: ", which cannot be taken back"
      default: ", \(lasting.grouped) of which cannot be taken back"
      }
    return "Apply \(changes)\(which)?"
  }
}
