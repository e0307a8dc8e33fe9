import HighLevel
public import JSON

/// One read of a plan and what it gave.
public struct PlannedRead: Sendable, Hashable {
  /// `users.search`
  public var operation: String
  /// The path's id; empty where the path has none.
  public var id: String
  public var fields: JSONObject
  public var result: ReadResult
  /// Whether the plan's own changes could be merged into the answer only roughly.
  public var isApproximate: Bool
}

/// What a read gave, as far as a plan remembers it.
public enum ReadResult: Sendable, Hashable {
  /// A record, as the fingerprint of its canonical JSON.
  case record(String)
  case list(ListPrint)
  /// Nothing: the service knows no such record.
  case absent
  /// Not computed yet; never seen outside of the log.
  case waiting

  /// The result that an answer stands for.
  init(of operation: HighLevel.Operation, answer: JSONValue) {
    if operation.takesID {
      let record = operation.record(in: answer).object ?? [:]
      self = .record(Fingerprint.of(Self.lasting(record)))
    } else {
      self = .list(ListPrint(of: answer, resource: operation.resource))
    }
  }

  /// A record without what differs from one exchange to the next and means nothing.
  static func lasting(_ record: JSONObject) -> JSONValue {
    .object(
      JSONObject(
        uniqueMembers: record.members.filter { $0.key != "traceId" && $0.key != "dateUpdated" }))
  }
}

/// What a list gave: which records in which order, and how each of them was.
public struct ListPrint: Sendable, Hashable {
  /// How many hexadecimal digits stand for a record.
  private static let width = 16

  /// How many records it gave.
  public var count: Int
  /// How many it says there are, on all pages.
  public var total: Int
  /// The fingerprint of the ids in order.
  public var ids: String
  /// 16 hexadecimal digits for each record, one after the other.
  public var records: String

  init(count: Int, total: Int, ids: String, records: String) {
    (self.count, self.total, self.ids, self.records) = (count, total, ids, records)
  }

  init(of answer: JSONValue, resource: String) {
    let list = answer[resource]?.array ?? []
    let prints = list.map { record in
      Fingerprint.hexadecimal(
        Fingerprint.digest(of: ReadResult.lasting(record.object ?? [:])).prefix(Self.width / 2))
    }
    self.init(
      count: list.count, total: answer["count"]?.integer.map { Int($0) } ?? list.count,
      ids: Fingerprint.of(.array(list.map { $0["id"] ?? .null })), records: prints.joined())
  }

  /// Whether both gave the same records, whatever was in them.
  func isSameList(as other: ListPrint) -> Bool {
    (count, total, ids) == (other.count, other.total, other.ids)
  }

  /// How the record at a place was.
  func record(at place: Int) -> Substring {
    records.dropFirst(place * Self.width).prefix(Self.width)
  }
}
