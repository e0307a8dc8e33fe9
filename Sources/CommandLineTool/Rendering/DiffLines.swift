import JSON
import Planning

/// What an operation changes, a line for each field.
struct DiffLines {
  struct Line: Equatable {
    var name: String
    var spans: [Span]
    /// Columns between two spans.
    var gap = 2
  }

  /// A list shows so many elements with a sign; the rest is counted.
  static let mostElements = 8
  /// So many elements that stay are named.
  static let mostKept = 4

  private let operation: PlannedOperation
  private let names: LocationNames
  private let showsAll: Bool

  /// - Parameter showsAll: Whether long lists are written out.
  init(_ operation: PlannedOperation, names: LocationNames, showsAll: Bool = false) {
    self.operation = operation
    self.names = names
    self.showsAll = showsAll
  }

  /// Flags of one map are one line, in the place of the first of them.
  func lines() -> [Line] {
    var lines: [Line] = []
    for change in operation.diff {
      if change.path.hasPrefix(Self.permissions) {
        if !lines.contains(where: { $0.name == "permissions" }) { lines.append(flags()) }
      } else {
        lines.append(line(change))
      }
    }
    return lines
  }

  private static let permissions = "/permissions/"

  private func line(_ change: FieldChange) -> Line {
    let parts = JSONPointer.names(in: change.path) ?? [change.path]
    let field = parts.first ?? ""
    let name = ([field] + parts.dropFirst().map(names.name)).joined(separator: " ")
    if field == "password" { return Line(name: name, spans: [Span("(set)", .quiet)]) }
    let lists = [change.before ?? [], change.after ?? []].compactMap(\.strings)
    if lists.count == 2, change.before?.array != nil || change.after?.array != nil {
      return Line(name: name, spans: list(field, lists[0], lists[1]))
    }
    return Line(name: name, spans: scalar(change), gap: 1)
  }

  private func scalar(_ change: FieldChange) -> [Span] {
    let after = value(change.after)
    if operation.kind == .create { return [Span(after)] }
    return [Span(value(change.before), .removed), Span("→"), Span(after, .added)]
  }

  private func value(_ value: JSONValue?) -> String {
    guard let value, !value.isNull else { return "none" }
    return Secrets.name(in: value).map { "(secret \($0))" } ?? value.text()
  }

  private func list(_ field: String, _ before: [String], _ after: [String]) -> [Span] {
    func named(_ ids: [String]) -> [String] {
      field == "locationIds" ? ids.map(names.name) : ids
    }
    if operation.kind == .create {
      return after.isEmpty ? [Span("none")] : limited(named(after), sign: "", .plain)
    }
    let (old, new) = (Set(before), Set(after))
    let removed = before.filter { !new.contains($0) }
    let added = after.filter { !old.contains($0) }
    if removed.isEmpty, added.isEmpty { return [Span("the same in another order", .quiet)] }
    if !showsAll, after.isEmpty, removed.count > Self.mostElements {
      return [Span("all \(removed.count) off", .removed)]
    }
    return limited(named(removed), sign: "− ", .removed) + limited(named(added), sign: "+ ", .added)
      + kept(named(after.filter(old.contains)))
  }

  private func limited(_ elements: [String], sign: String, _ tone: Span.Tone) -> [Span] {
    let shown = elements.prefix(showsAll ? .max : Self.mostElements).map {
      Span("\(sign)\($0)", tone)
    }
    let rest = elements.count - shown.count
    return rest == 0 ? shown : shown + [Span("\(sign)\(rest) more", tone)]
  }

  private func kept(_ elements: [String]) -> [Span] {
    if elements.isEmpty { return [] }
    let text =
      !showsAll && elements.count > Self.mostKept
      ? "\(elements.count)" : elements.joined(separator: ", ")
    return [Span("(keeps \(text))", .quiet)]
  }

  private func flags() -> Line {
    let changes = operation.diff.filter { $0.path.hasPrefix(Self.permissions) }
    func flags(_ value: Bool) -> [String] {
      changes.filter { $0.after == .bool(value) }.compactMap {
        JSONPointer.names(in: $0.path)?.last
      }
    }
    let (off, on) = (flags(false), flags(true))
    var line = Line(name: "permissions", spans: folded(changes, off, on))
    for change in changes where change.after?.bool == nil {
      let name = JSONPointer.names(in: change.path)?.last ?? change.path
      line.spans.append(Span("\(name): \(value(change.before)) → \(value(change.after))"))
    }
    return line
  }

  /// Many flags are only counted when they are all flags there are.
  private func folded(
    _ changes: [FieldChange], _ off: [String], _ on: [String]
  ) -> [Span] {
    let asked = operation.request["permissions"]?.object ?? [:]
    let many = !showsAll && max(off.count, on.count) > Self.mostElements
    for (value, word, tone) in [(false, "off", Span.Tone.removed), (true, "on", .added)] {
      guard many, asked.allSatisfy({ $0.value == .bool(value) }) else { continue }
      let changing = value ? on.count : off.count
      guard value ? off.isEmpty : on.isEmpty, asked.count >= changing else { continue }
      let all = Span("all \(asked.count) \(word)", tone)
      // A flag that was not set is neither on nor off.
      let opposite = changes.count { $0.before == .bool(!value) }
      let others = "(\(opposite) \(opposite == 1 ? "was" : "were") \(value ? "off" : "on"))"
      return opposite == asked.count ? [all] : [all, Span(others, .quiet)]
    }
    return limited(off, sign: "− ", .removed) + limited(on, sign: "+ ", .added)
  }
}
