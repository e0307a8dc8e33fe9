import JSON

/// One line of the result.
struct Figure {
  enum Unit: String {
    case seconds
    case bytes
    case perSecond = "per second"
  }

  var group: String
  var name: String
  var value: Double
  var unit: Unit
  /// The most, or of a rate the least, that is wanted.
  var target: Double?
  /// The name of the figure in the same group to show the ratio to.
  var against: String?
  /// The most that this ratio may be.
  var mostTimes: Double?

  /// As `scripts/bench` reads it.
  var line: JSONValue {
    var object: JSONObject = [
      "group": .string(group), "name": .string(name), "value": .number(value),
      "unit": .string(unit.rawValue),
    ]
    object["target"] = target.map { .number($0) }
    object["most_times"] = mostTimes.map { .number($0) }
    object["against"] = against.map { .string($0) }
    return .object(object)
  }
}
