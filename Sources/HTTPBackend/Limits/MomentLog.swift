/// Moments in order, taken in at one end and dropped at the other.
struct MomentLog {
  private var moments: [Duration] = []
  private var first = 0

  var count: Int { moments.count - first }

  /// The moment of that place, the oldest having 0.
  subscript(_ index: Int) -> Duration { moments[first + index] }

  /// Takes a moment in; an older one than the youngest counts as that.
  mutating func append(_ moment: Duration) {
    moments.append(max(moment, moments.last ?? moment))
  }

  /// Drops all up to and with that moment.
  mutating func drop(through moment: Duration) {
    while first < moments.count, moments[first] <= moment { first += 1 }
    // Room is given back now and then, not each time.
    if first > 64, first * 2 > moments.count {
      moments.removeFirst(first)
      first = 0
    }
  }
}
