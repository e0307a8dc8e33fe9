/// Signs of life that a monitoring service expects, as healthchecks does
/// (https://healthchecks.io/docs/http_api/).
public enum SchedulePing: Sendable, Hashable {
  case start, success, fail

  /// Where it goes, by the address in the settings.
  public func url(_ base: String) -> String {
    let base = base.hasSuffix("/") ? String(base.dropLast()) : base
    return switch self {
    case .start: "\(base)/start"
    case .success: base
    case .fail: "\(base)/fail"
    }
  }
}
