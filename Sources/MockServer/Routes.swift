import HighLevel

/// From method and path to what is asked for.
struct Routes: Sendable {
  /// A row of the table of operations, its path taken apart.
  private struct Row: Sendable {
    let operation: HighLevel.Operation
    let method: String
    let parts: [Substring]

    init(_ operation: HighLevel.Operation) {
      self.operation = operation
      method = operation.method.rawValue
      parts = operation.path.split(separator: "/")
    }
  }

  /// Paths without an id first: `/users/search` is not the user `search`.
  private let rows = Operations.all.map(Row.init).sorted {
    !$0.operation.takesID && $1.operation.takesID
  }

  /// The operation and the id in its path; nil for a path that leads nowhere.
  func find(_ method: String, _ segments: [String]) -> (HighLevel.Operation, id: String)? {
    for row in rows where row.method == method && row.parts.count == segments.count {
      var id = ""
      let fits = zip(row.parts, segments).allSatisfy { part, segment in
        guard part == "{id}" else { return part == segment }
        id = segment
        return !segment.isEmpty
      }
      if fits { return (row.operation, id) }
    }
    return nil
  }
}
