extension String {
  /// Without the escape characters, which literals cannot show; their codes stay.
  var withoutEscapes: String { filter { $0 != "\u{1B}" } }

  /// Without colour at all.
  var withoutColours: String {
    var result = ""
    var isCode = false
    for character in self {
      if character == "\u{1B}" { isCode = true }
      if !isCode { result.append(character) }
      if character == "m" { isCode = false }
    }
    return result
  }
}
