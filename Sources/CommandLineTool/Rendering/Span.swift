/// A piece of a line that must not be broken, and how it is painted.
struct Span: Sendable, Hashable {
  enum Tone: Sendable, Hashable { case plain, added, removed, quiet, warning }

  var text: String
  var tone: Tone

  init(_ text: String, _ tone: Tone = .plain) {
    self.text = text.printable
    self.tone = tone
  }
}

extension TextStyle {
  /// A lead and spans beside it, wrapped between spans, as lines ending in a newline.
  /// - Parameter gap: Columns between two spans.
  func hanging(_ lead: String, _ spans: [Span], gap: Int) -> String {
    let indent = lead.displayWidth
    let room = max(20, width - indent)
    var text = lead
    var used = 0
    for span in spans {
      let size = span.text.displayWidth
      if used > 0 {
        let fits = used + gap + size <= room
        text += fits ? blank(gap) : "\n\(blank(indent))"
        used = fits ? used + gap : 0
      }
      text += painted(span)
      used += size
    }
    return text.trimmingTrailingSpaces + "\n"
  }

  private func painted(_ span: Span) -> String {
    switch span.tone {
    case .plain: span.text
    case .added: green(span.text)
    case .removed: red(span.text)
    case .quiet: dim(span.text)
    case .warning: yellow(span.text)
    }
  }

  private func blank(_ count: Int) -> String { String(repeating: " ", count: count) }
}
