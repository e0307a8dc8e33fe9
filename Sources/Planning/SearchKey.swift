import HighLevel
import JSON

/// The place of a record in the order of a search.
struct SearchKey: Comparable {
  let text: String
  let id: String
  let isDescending: Bool

  init(of record: JSONObject, in order: UserOrder) {
    text = order.key(of: record)
    id = record.text("id")
    isDescending = order.isDescending
  }

  static func < (left: SearchKey, right: SearchKey) -> Bool {
    left.isDescending
      ? (right.text, right.id) < (left.text, left.id)
      : (left.text, left.id) < (right.text, right.id)
  }
}

extension Array {
  /// How many elements, all at the front, come before the key; the array must be sorted.
  func count(before key: SearchKey, by keyOf: (Element) -> SearchKey) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if keyOf(self[middle]) < key { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
