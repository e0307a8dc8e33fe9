/// "Did you mean": the known names nearest to a mistyped one.
public enum Suggestion {
  /// The nearest names, those at the same least distance, at most `count`; none when nothing is near.
  ///
  /// Near: an edit distance (insertions, deletions, replacements, swaps of neighbours; case is
  /// ignored) of at most a third of the longer name, or one name being the start of the other.
  public static func nearest(
    to name: String, in known: some Sequence<String>, count: Int = 3
  ) -> [String] {
    guard name.utf8.count <= longestName else { return [] }
    let wanted = Array(name.lowercased().utf8)
    let scored = known.compactMap { candidate -> (name: String, distance: Int)? in
      guard candidate.utf8.count <= longestName else { return nil }
      let other = Array(candidate.lowercased().utf8)
      let distance = editDistance(wanted, other)
      let tolerance = max(1, max(wanted.count, other.count) / 3)
      let isPrefix = wanted.count >= 3 && (other.starts(with: wanted) || wanted.starts(with: other))
      guard distance <= tolerance || isPrefix else { return nil }
      return (candidate, distance)
    }
    let best = scored.map(\.distance).min()
    return scored.filter { $0.distance == best }.map(\.name).sorted().prefix(count).map(\.self)
  }

  /// Bytes of a name: nothing longer is a mistyped one, and the comparison takes the square of it.
  private static let longestName = 200

  /// `did you mean 'a'?`, `did you mean 'a' or 'b'?`; nil when nothing is near.
  public static func hint(for name: String, in known: some Sequence<String>) -> String? {
    let names = nearest(to: name, in: known).map { "'\($0)'" }
    guard let last = names.last else { return nil }
    let others = names.dropLast().joined(separator: ", ")
    return "did you mean \(others.isEmpty ? last : "\(others) or \(last)")?"
  }

  /// The optimal string alignment distance of two byte strings.
  static func editDistance(_ left: [UInt8], _ right: [UInt8]) -> Int {
    var beforePrevious: [Int] = []
    var previous = Array(0...right.count)
    for row in left.indices {
      var current = [row + 1]
      for column in right.indices {
        let replaced = previous[column] + (left[row] == right[column] ? 0 : 1)
        var best = min(replaced, previous[column + 1] + 1, current[column] + 1)
        if row > 0, column > 0, left[row] == right[column - 1], left[row - 1] == right[column] {
          best = min(best, beforePrevious[column - 1] + 1)
        }
        current.append(best)
      }
      (beforePrevious, previous) = (previous, current)
    }
    return previous[right.count]
  }
}
