import HighLevel
public import JSON
import Synchronization

/// What nobody knows before the apply: the fields that the service fills when it creates a user.
extension Overlay {
  /// The member that names the fields left out of a record.
  public static let unknownFields = "~later"

  /// An answer without the fields of new users that are known only after the apply; each such
  /// record names them in its member `unknownFields`.
  public func leavingOutUnknown(_ answer: JSONValue) -> JSONValue {
    state.withLock { state in
      guard state.hasNewUsers, var object = answer.object else { return answer }
      guard let users = object["users"]?.array else {
        return .object(state.leavingOutUnknown(object))
      }
      object["users"] = .array(
        users.map { user in user.object.map { .object(state.leavingOutUnknown($0)) } ?? user })
      return .object(object)
    }
  }
}

extension OverlayState {
  fileprivate func leavingOutUnknown(_ record: JSONObject) -> JSONObject {
    let id = record.text("id")
    guard NewID.isReserved(id), let unknown = entries[id]?.unknown else { return record }
    let here = unknown.filter { record[$0] != nil }
    guard !here.isEmpty else { return record }
    var result = record.without(here)
    result[Overlay.unknownFields] = .strings(here)
    return result
  }
}

extension JSONObject {
  /// The object without these members.
  func without(_ names: [String]) -> JSONObject {
    if names.isEmpty { return self }
    return JSONObject(uniqueMembers: members.filter { !names.contains($0.key) })
  }
}
