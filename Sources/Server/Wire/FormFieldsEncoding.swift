/// The reverse of `FormFields`.
enum FormFieldsEncoding {
  /// The text as it stands in a query: all but letters, digits and `-._~` as `%41`.
  static func encoded(_ text: String, keeping kept: String = "-._~") -> String {
    text.utf8.map { byte -> String in
      let scalar = Unicode.Scalar(byte)
      let isPlain = byte < 0x80 && (scalar.properties.isAlphabetic || "0"..."9" ~= scalar)
      if isPlain || kept.unicodeScalars.contains(scalar) { return String(Character(scalar)) }
      let digits = String(byte, radix: 16, uppercase: true)
      return "%" + (digits.utf8.count == 1 ? "0" : "") + digits
    }.joined()
  }
}
