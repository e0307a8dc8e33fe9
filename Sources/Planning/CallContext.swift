public import Diagnostics

/// Where in a recipe's run a call comes from; only to tell people.
public struct CallContext: Sendable, Hashable {
  /// The line of the recipe.
  public var place: Place?
  /// The title of the running step.
  public var step: String?
  /// The line of the input that the running row came from.
  public var row: Int?

  public init(place: Place? = nil, step: String? = nil, row: Int? = nil) {
    self.place = place
    self.step = step
    self.row = row
  }
}
