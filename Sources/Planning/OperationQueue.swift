/// Hands out operations in the order of the plan, each only after those that it needs.
struct OperationQueue {
  private let operations: [PlannedOperation]
  /// How many of this queue's operations each one still waits for.
  private var waiting: [Int]
  /// The places of those that wait for a number.
  private var dependents: [Int: [Int]] = [:]
  /// Places of those that may begin, the next one last: what is freed belongs near the end.
  private var ready: [Int]

  init(_ operations: [PlannedOperation]) {
    self.operations = operations
    let numbers = Set(operations.map(\.number))
    waiting = []
    for (place, operation) in operations.enumerated() {
      let needed = Set(operation.depends).intersection(numbers)
      waiting.append(needed.count)
      for number in needed { dependents[number, default: []].append(place) }
    }
    let waiting = waiting
    ready = operations.indices.reversed().filter { waiting[$0] == 0 }
  }

  /// The next operation; nil when all that are left wait for something, or none is left.
  mutating func next() -> PlannedOperation? { ready.popLast().map { operations[$0] } }

  /// Frees what waited for an operation, whatever came of it.
  mutating func finish(_ number: Int) {
    for place in dependents.removeValue(forKey: number) ?? [] {
      waiting[place] -= 1
      if waiting[place] == 0 { insert(place) }
    }
  }

  private mutating func insert(_ place: Int) {
    var index = ready.endIndex
    while index > ready.startIndex, ready[index - 1] < place { index -= 1 }
    ready.insert(place, at: index)
  }
}
