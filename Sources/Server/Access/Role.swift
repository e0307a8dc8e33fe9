/// What a token may do; each may also do what those before it may.
public enum Role: String, Sendable, Hashable, CaseIterable, Comparable {
  /// Look.
  case read
  /// Start runs, which write nothing.
  case plan
  /// Approve plans, and so have them carried out.
  case apply

  public static func < (left: Role, right: Role) -> Bool { left.rank < right.rank }

  private var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}

/// Who asks.
struct Caller: Sendable, Hashable {
  /// The token's name, as the audit log has it.
  var name: String
  var role: Role
}
