extension SecretMark {
  /// The name in the opaque text that a recipe was given; nil for any other text.
  static func name(in text: String) -> String? {
    guard text.hasPrefix("~secret:"), text.hasSuffix("~"), text.utf8.count > 9 else { return nil }
    return String(text.dropFirst(8).dropLast())
  }
}
