import HighLevel
import LuaSyntax

/// Numbers where the service wants ids.
enum IdCheck {
  private static let fields: Set = ["id", "companyId", "locationId"]
  private static let lists: Set = ["ids", "locationIds"]

  static func findings(in inspection: Inspection) -> [Finding] {
    let tree = inspection.tree
    var found: [Expression] = []
    tree.block.walk { expression in
      guard case .call(let callee, let arguments) = expression.kind, let path = callee.path,
        path.first == "ghl", let root = callee.root, tree.variable(of: root) == nil
      else { return }
      let name = path.dropFirst().joined(separator: ".")
      let takesID =
        Operations.named(name)?.takesID ?? ["users.find", "users.by_location"].contains(name)
      if takesID, let first = arguments.first { found += [first].filter(\.isNumber) }
      for argument in arguments { found += numbers(in: argument) }
    }
    return found.map { finding($0, inspection) }
  }

  /// The numbers in the fields of a table that hold ids.
  private static func numbers(in argument: Expression) -> [Expression] {
    guard case .table(let items) = argument.kind else { return [] }
    return items.flatMap { item -> [Expression] in
      guard let key = item.key?.text else { return [] }
      if fields.contains(key) { return [item.value].filter(\.isNumber) }
      guard lists.contains(key), case .table(let elements) = item.value.kind else { return [] }
      return elements.map(\.value).filter(\.isNumber)
    }
  }

  private static func finding(_ number: Expression, _ inspection: Inspection) -> Finding {
    let text = if case .number(let text) = number.kind { text } else { "" }
    let isPlain = text.utf8.allSatisfy { (48...57).contains($0) }
    return inspection.finding(
      .numericID, "ids are texts, not numbers", hint: isPlain ? "write \"\(text)\"" : nil,
      at: number.place,
      fix: isPlain
        ? Finding.Fix(
          text: "put \(text) into quotes",
          edits: [Finding.Edit(bytes: number.place.bytes, text: "\"\(text)\"")]) : nil)
  }
}

extension Expression {
  fileprivate var isNumber: Bool {
    if case .number = kind { true } else { false }
  }
}
