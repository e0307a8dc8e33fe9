public import Diagnostics
public import HTTPBackend
public import HighLevel
import Synchronization

/// A token that is read from somewhere, and once more when the service refuses it: whoever put it
/// there may have put a new one there.
public final class SourcedToken: TokenProvider {
  private let current: Mutex<BearerToken>
  private let read: @Sendable () throws(Problem) -> TokenText
  private let location: String?

  /// - Parameters:
  ///   - text: The token as it was read first.
  ///   - location: The id of the location that it belongs to, where known.
  ///   - read: Reads it again.
  public init(
    _ text: TokenText, location: String? = nil,
    _ read: @escaping @Sendable () throws(Problem) -> TokenText
  ) {
    self.location = location
    self.read = read
    current = Mutex(BearerToken(text, location: location))
  }

  public func token(for request: Request) -> BearerToken { current.withLock(\.self) }

  public func renewed(
    after refused: BearerToken, for request: Request, answer: ServiceError
  ) -> BearerToken? {
    let known = current.withLock(\.self)
    if known != refused { return known }
    guard let text = try? read() else { return nil }
    let token = BearerToken(text, location: location)
    guard token != refused else { return nil }
    current.withLock { $0 = token }
    return token
  }
}

extension BearerToken {
  init(_ text: TokenText, location: String?) {
    self.init(text.value, resource: location ?? text.owner?.id ?? "")
  }
}
