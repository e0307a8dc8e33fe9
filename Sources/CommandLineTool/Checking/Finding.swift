import Diagnostics
import Engine
import LuaSyntax

/// Something that a rule found.
struct Finding: Sendable {
  var rule: CheckRule
  /// One sentence, with the name in question.
  var message: String
  /// What to do, where more can be said than the rule's remedy.
  var hint: String?
  /// In which file, as people call it.
  var file: String
  /// Where in it; nil for the whole file.
  var place: CodePlace?
  /// The line it stands on.
  var source: String?
  var fix: Fix?

  /// What mends a finding without any doubt.
  struct Fix: Sendable {
    /// What was done, in the past tense.
    var text: String
    var edits: [Edit]
  }

  /// Other text in the place of some bytes.
  struct Edit: Sendable, Hashable {
    var bytes: Range<Int>
    var text: String
  }
}

extension [Finding] {
  var errors: Int { count { $0.rule.level == .error } }
  var warnings: Int { count { $0.rule.level == .warning } }

  /// In the order of the file.
  var inOrder: [Finding] {
    sorted { left, right in
      (left.place?.bytes.lowerBound ?? 0, left.rule.rawValue)
        < (right.place?.bytes.lowerBound ?? 0, right.rule.rawValue)
    }
  }
}
