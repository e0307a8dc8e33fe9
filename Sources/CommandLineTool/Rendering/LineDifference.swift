/// Two texts as the lines that one of them has and the other has not.
struct LineDifference {
  enum Sign: String { case same = " ", removed = "-", added = "+" }

  /// What is alike far from any difference is left out.
  private static let context = 2

  private(set) var lines: [(sign: Sign, text: String)] = []

  init(from old: String, to new: String) {
    let before = old.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    let after = new.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    let difference = after.difference(from: before)
    var removed: Set<Int> = []
    var added: Set<Int> = []
    for change in difference {
      switch change {
      case .remove(let offset, _, _): removed.insert(offset)
      case .insert(let offset, _, _): added.insert(offset)
      }
    }
    var (left, right) = (0, 0)
    while left < before.count || right < after.count {
      if left < before.count, removed.contains(left) {
        lines.append((.removed, before[left]))
        left += 1
      } else if right < after.count, added.contains(right) {
        lines.append((.added, after[right]))
        right += 1
      } else {
        lines.append((.same, before[left]))
        (left, right) = (left + 1, right + 1)
      }
    }
    shorten()
  }

  private mutating func shorten() {
    let near = lines.indices.map { index in
      lines[max(0, index - Self.context)...min(lines.count - 1, index + Self.context)]
        .contains { $0.sign != .same }
    }
    var kept: [(sign: Sign, text: String)] = []
    for (index, line) in lines.enumerated() {
      if near[index] {
        kept.append(line)
      } else if kept.isEmpty || near[index - 1] {
        kept.append((.same, "…"))
      }
    }
    lines = kept
  }
}
