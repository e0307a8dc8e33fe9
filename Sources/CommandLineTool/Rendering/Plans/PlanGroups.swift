import Planning

/// A plan's operations by the user they are about, for whoever approves them.
struct PlanGroups {
  /// All that a plan does to one user, in the plan's order.
  struct Person {
    var label: String
    var operations: [PlannedOperation]

    var isLasting: Bool { operations.contains { $0.irreversible != nil } }
  }

  /// Those of whom something cannot be taken back, in the order of the plan.
  let lasting: [Person]
  /// All others.
  let reversible: [Person]

  init(_ plan: Plan) {
    var places: [String: Int] = [:]
    var people: [Person] = []
    for operation in plan.operations {
      if let place = places[operation.id] {
        people[place].operations.append(operation)
      } else {
        places[operation.id] = people.count
        people.append(Person(label: operation.label, operations: [operation]))
      }
    }
    lasting = people.filter(\.isLasting)
    reversible = people.filter { !$0.isLasting }
  }
}
