import DaemonStore
import HighLevel

/// Runs in a table.
extension Layout {
  func badge(_ status: RunStatus) -> Markup {
    "<span class=\"badge \(attribute: status.tone)\">\(status.word)</span>"
  }

  func runTable(_ runs: [StoredRun], caption: String, none: String) -> Markup {
    table(
      caption, ["Status", "Run", "Changes", "Started by", "When"], runs.map(row), none: none)
  }

  private func row(_ run: StoredRun) -> Markup {
    let reason: Markup = run.reason.map { "<p class=\"reason\">\($0.shortened(to: 240))</p>" } ?? ""
    return """
      <tr>
      <td>\(badge(run.status))</td>
      <th scope="row"><a href="/runs/\(attribute: run.id)">\(run.name.shortened(to: 120))</a>\(reason)</th>
      <td class="changes">\(changes(run.changes))</td>
      <td>\(run.trigger.word) <span class="quiet">\(run.triggerName)</span></td>
      <td>\(time(run.finishedAt ?? run.startedAt ?? run.queuedAt))</td>
      </tr>
      """
  }

  func changes(_ changes: ChangeCounts) -> Markup {
    let parts: [(Int, String, String)] = [
      (changes.create, "create", "+"), (changes.update, "update", "~"),
      (changes.delete, "delete", "−"), (changes.failed, "failed", "✕"),
    ]
    let shown = parts.filter { $0.0 > 0 }.map { count, kind, sign -> Markup in
      "<span class=\"\(attribute: kind)\" title=\"\(attribute: "\(count) \(kind)")\">\(sign)\(count)</span>"
    }
    return shown.isEmpty ? "<span class=\"quiet\">none</span>" : "\(shown)"
  }

  /// A bar for a run at work; its share as words, too.
  func progress(_ run: StoredRun) -> Markup {
    let progress = run.progress
    let note: Markup = progress.note.isEmpty ? "" : "<span class=\"quiet\">\(progress.note)</span>"
    guard progress.total > 0 else {
      return "<progress aria-label=\"At work\"></progress> \(note)"
    }
    return """
      <progress max="\(progress.total)" value="\(progress.done)" \
      aria-label="\(attribute: "\(progress.done) of \(progress.total)")"></progress> \
      <span class="count">\(progress.done) of \(progress.total)</span> \(note)
      """
  }
}

extension StoredRun {
  /// What people call it.
  var name: String {
    let name = title.isEmpty ? recipe : title
    switch kind {
    case .plan: return name
    case .apply: return "Apply: \(name)"
    case .resume: return "Resume: \(name)"
    case .undo: return "Undo: \(name)"
    }
  }
}

extension RunStatus {
  /// For people.
  var word: String {
    switch self {
    case .waiting: "needs approval"
    default: rawValue
    }
  }

  /// How it looks; colour only repeats what the word says.
  var tone: String {
    switch self {
    case .applied: "good"
    case .planned, .skipped, .rejected, .cancelled: "calm"
    case .queued, .running: "busy"
    case .waiting, .expired: "ask"
    case .failed, .partial, .refused, .drift, .interrupted, .missed: "bad"
    }
  }
}

extension TriggerKind {
  /// For people.
  var word: String {
    switch self {
    case .schedule: "schedule"
    case .hook: "webhook"
    case .api: "API"
    case .dashboard: "dashboard"
    case .follow: "approval"
    }
  }
}
