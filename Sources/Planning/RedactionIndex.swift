/// Finds known secrets in texts, in one walk over the text however many secrets there are.
struct RedactionIndex: Sendable {
  /// Shorter secrets are not looked for: they would be found in any text.
  private static let shortest = 4

  private struct Secret {
    let bytes: [UInt8]
    let name: String
  }

  /// By their first bytes, longest first.
  private var secrets: [UInt32: [Secret]] = [:]

  mutating func add(_ secret: String, name: String) {
    let bytes = Array(secret.utf8)
    guard bytes.count >= Self.shortest else { return }
    let key = Self.key(bytes, at: 0)
    secrets[key, default: []].append(Secret(bytes: bytes, name: name))
    secrets[key]?.sort { ($1.bytes.count, $0.name) < ($0.bytes.count, $1.name) }
  }

  /// The text with every secret in it written as `[name]`.
  func redacted(_ text: String) -> String {
    guard !secrets.isEmpty else { return text }
    let bytes = Array(text.utf8)
    var result: [UInt8] = []
    var position = 0
    var changed = false
    while position < bytes.count {
      if let secret = match(in: bytes, at: position) {
        result += Array("[\(secret.name)]".utf8)
        position += secret.bytes.count
        changed = true
      } else {
        result.append(bytes[position])
        position += 1
      }
    }
    return changed ? String(decoding: result, as: UTF8.self) : text
  }

  private func match(in bytes: [UInt8], at position: Int) -> Secret? {
    guard position + Self.shortest <= bytes.count else { return nil }
    return secrets[Self.key(bytes, at: position)]?.first { secret in
      bytes[position...].starts(with: secret.bytes)
    }
  }

  private static func key(_ bytes: [UInt8], at position: Int) -> UInt32 {
    (0..<shortest).reduce(0) { $0 << 8 | UInt32(bytes[position + $1]) }
  }
}
