import Diagnostics
import Engine
import HighLevel
import LuaSyntax
import Planning

/// What the recipe calls, held against what it declares.
enum CapabilityCheck {
  static func findings(in inspection: Inspection, _ book: ModuleBook) -> [Finding] {
    guard let recipe = inspection.recipe, recipe.isDeclared else { return [] }
    return undeclared(recipe, inspection) + unused(recipe, inspection, book)
  }

  private static func undeclared(_ recipe: Recipe, _ inspection: Inspection) -> [Finding] {
    let tree = inspection.tree
    var calls: [(Expression, [Expression])] = []
    tree.block.walk { expression in
      if case .call(let callee, let arguments) = expression.kind {
        calls.append((callee, arguments))
      }
    }
    return calls.compactMap { callee, arguments in
      guard let capability = callee.capability(in: tree), let path = callee.path else { return nil }
      guard recipe.can.contains(where: { $0.capabilityName == capability }) else {
        return inspection.finding(
          .undeclaredCapability, "the recipe may not call \(path.joined(separator: "."))",
          hint: "add \"\(capability)\" to its list 'can'", at: callee.place)
      }
      return unlisted(recipe, capability, arguments, inspection)
    }
  }

  /// A field that an update in plain sight writes and `can` does not list.
  private static func unlisted(
    _ recipe: Recipe, _ capability: String, _ arguments: [Expression], _ inspection: Inspection
  ) -> Finding? {
    guard capability == "users.update", arguments.count > 1,
      case .table(let items) = arguments[1].kind,
      let allowed = recipe.writableFields
    else { return nil }
    let keys = items.compactMap(\.key).filter { key in
      key.text.map { $0 != "companyId" && !allowed.contains($0) } ?? false
    }
    guard let key = keys.first, let name = key.text else { return nil }
    let known = HighLevel.Operation.usersUpdate.parameters.map(\.name)
    guard known.contains(name) else {
      return inspection.finding(
        .unknownField, "a user has no field '\(name)' that can be written",
        hint: Suggestion.hint(for: name, in: known), at: key.place)
    }
    return inspection.finding(
      .undeclaredCapability, "the recipe may not write '\(name)' of a user",
      hint: "add \(name) to users.update(…) in its list 'can'", at: key.place)
  }

  private static func unused(
    _ recipe: Recipe, _ inspection: Inspection, _ book: ModuleBook
  ) -> [Finding] {
    var tracer = CapabilityTracer(book)
    tracer.follow(TracedModule(inspection.tree))
    let used = tracer.found.union(recipe.parameterCapabilities)
    let items = inspection.list("can")
    return items.enumerated().compactMap { index, item in
      guard let text = item.text, !used.contains(text.capabilityName) else { return nil }
      return inspection.finding(
        .unusedCapability, "nothing here makes use of \"\(text)\"", at: item.place,
        fix: fix(index, of: items, text, inspection))
    }
  }

  /// Takes an element out of a list, together with the comma before or after it.
  private static func fix(
    _ index: Int, of items: [Expression], _ text: String, _ inspection: Inspection
  ) -> Finding.Fix? {
    guard items.allSatisfy({ $0.text != nil }) else { return nil }
    let bytes: Range<Int>
    if index + 1 < items.count {
      bytes = items[index].place.bytes.lowerBound..<items[index + 1].place.bytes.lowerBound
    } else if index > 0 {
      bytes = items[index - 1].place.bytes.upperBound..<items[index].place.bytes.upperBound
    } else {
      bytes = items[index].place.bytes
    }
    guard !inspection.tree.comments.contains(where: { bytes.overlaps($0.place.bytes) }) else {
      return nil
    }
    return Finding.Fix(
      text: "took \"\(text)\" out of can", edits: [Finding.Edit(bytes: bytes, text: "")])
  }
}

extension String {
  /// `users.update`, of `users.update(phone)`.
  var capabilityName: String { String(prefix { $0 != "(" && $0 != " " }) }
}

extension Recipe {
  /// The only fields that updates may write; nil when all may.
  var writableFields: Set<String>? {
    let updates = can.compactMap { try? Capability(parsing: $0) }
      .filter { $0.name == "users.update" }
    guard !updates.isEmpty, updates.allSatisfy({ $0.fields != nil }) else { return nil }
    return updates.reduce(into: []) { $0.formUnion($1.fields ?? []) }
  }

  /// What looking its arguments up needs.
  var parameterCapabilities: Set<String> {
    let all = parameters + parameters.flatMap(\.columns)
    let types = Set(all.map { $0.type == .list ? $0.elementType : $0.type })
    var names: Set<String> = []
    if types.contains(.user) { names.insert("users.read") }
    if types.contains(.location) { names.insert("locations.read") }
    return names
  }
}
