/// JSON pointers (RFC 6901): `/permissions/contactsEnabled`, `/roles/locationIds/0`.
public enum JSONPointer {
  /// One name as it stands in a pointer: `~` becomes `~0`, `/` becomes `~1`.
  public static func escape(_ name: String) -> String {
    guard name.utf8.contains(where: { $0 == tilde || $0 == slash }) else { return name }
    var result: [UInt8] = []
    for byte in name.utf8 {
      switch byte {
      case tilde: result.append(contentsOf: "~0".utf8)
      case slash: result.append(contentsOf: "~1".utf8)
      default: result.append(byte)
      }
    }
    return String(decoding: result, as: UTF8.self)
  }

  /// The names in a pointer, unescaped; nil when it is no pointer (it must be empty or start with
  /// `/`, and `~` only stands before `0` or `1`).
  public static func names(in pointer: String) -> [String]? {
    if pointer.isEmpty { return [] }
    let parts = pointer.utf8.split(separator: slash, omittingEmptySubsequences: false)
    guard parts[0].isEmpty else { return nil }
    var names: [String] = []
    for part in parts.dropFirst() {
      guard let name = unescape(part) else { return nil }
      names.append(name)
    }
    return names
  }

  private static let tilde = UInt8(ascii: "~")
  private static let slash = UInt8(ascii: "/")

  private static func unescape(_ part: Substring.UTF8View) -> String? {
    var result: [UInt8] = []
    var bytes = part.makeIterator()
    while let byte = bytes.next() {
      guard byte == tilde else {
        result.append(byte)
        continue
      }
      switch bytes.next() {
      case ASCII.zero: result.append(tilde)
      case ASCII.zero + 1: result.append(slash)
      default: return nil
      }
    }
    return String(decoding: result, as: UTF8.self)
  }
}

extension JSONValue {
  /// The value a JSON pointer leads to; nil when there is none or the pointer is malformed.
  ///
  /// The empty pointer is the value itself. Elements of arrays are counted from 0.
  public func at(pointer: String) -> JSONValue? {
    guard let names = JSONPointer.names(in: pointer) else { return nil }
    var value = self
    for name in names {
      guard let next = value.child(name) else { return nil }
      value = next
    }
    return value
  }

  private func child(_ name: String) -> JSONValue? {
    switch self {
    case .object(let object): return object[name]
    case .array(let elements):
      // RFC 6901 knows no leading zeros and no signs.
      guard let index = Int(name), String(index) == name, elements.indices.contains(index) else {
        return nil
      }
      return elements[index]
    case .null, .bool, .integer, .number, .string: return nil
    }
  }
}
