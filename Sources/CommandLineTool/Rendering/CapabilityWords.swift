import Engine
import Planning

/// What a recipe may do, in words.
struct CapabilityWords {
  let lines: [String]

  init(_ recipe: Recipe) {
    guard recipe.isDeclared else {
      lines = ["anything: it is a plain script, which declares nothing"]
      return
    }
    if recipe.can.isEmpty {
      lines = ["nothing but compute: it declares no capability"]
      return
    }
    let all = recipe.can.compactMap { try? Capability(parsing: $0) }
    let read = all.filter { $0.name.hasSuffix(".read") }.map(Self.resource)
    let reading = read.isEmpty ? [] : ["read \(joinedInWords(Self.once(read)))"]
    lines = reading + Self.once(all.filter { !$0.name.hasSuffix(".read") }.map(Self.sentence))
  }

  private static func sentence(_ capability: Capability) -> String {
    let verb = String(capability.name.split(separator: ".").last ?? "")
    let resource = resource(capability)
    guard let fields = capability.fields else {
      return verb == "update" ? "change any field of \(resource)" : "\(verb) \(resource)"
    }
    return "change \(joinedInWords(fields.sorted())) of \(resource)"
  }

  private static func resource(_ capability: Capability) -> String {
    String(capability.name.prefix { $0 != "." })
  }

  private static func once(_ texts: [String]) -> [String] {
    var seen: Set<String> = []
    return texts.filter { seen.insert($0).inserted }
  }
}

extension Limits {
  /// `at most 1 update`, a bound a line.
  var inWords: [String] {
    var lines: [String] = []
    for (bound, noun) in [(create, "create"), (update, "update"), (delete, "delete")] {
      guard let bound else { continue }
      lines.append(bound == 0 ? "no \(noun)" : "at most \(counted(bound, noun))")
    }
    if let percent {
      let base = minBase ?? Self.smallestBase
      lines.append("at most \(percent) % of the users it sees, from \(base) users on")
    }
    return lines
  }
}
