import Engine
import Planning

/// Which of the declared capabilities the tests of a recipe need.
struct CapabilityCoverage {
  struct Entry {
    /// As the recipe writes it.
    var text: String
    var isUsed: Bool
    /// Fields it names that no test writes.
    var unwritten: [String]
  }

  let entries: [Entry]

  init(of recipe: Recipe, _ results: [TestResult]) {
    let used = results.reduce(into: recipe.parameterCapabilities) {
      $0.formUnion($1.usedCapabilities)
    }
    let written = results.reduce(into: Set<String>()) { $0.formUnion($1.writtenFields) }
    entries = recipe.can.map { text in
      let name = text.capabilityName
      let fields = (try? Capability(parsing: text))?.fields ?? []
      return Entry(
        text: text, isUsed: used.contains(name),
        unwritten: used.contains(name) ? fields.subtracting(written).sorted() : [])
    }
  }

  /// What no test makes use of, as people would say it.
  var missing: [String] {
    entries.compactMap { entry in
      if !entry.isUsed { return entry.text }
      return entry.unwritten.isEmpty
        ? nil : "\(entry.text.capabilityName)(\(entry.unwritten.joined(separator: ", ")))"
    }
  }

  var used: Int { entries.count { $0.isUsed && $0.unwritten.isEmpty } }
}
