import HighLevel

extension Page {
  /// The operations on one resource, from the table that drives them.
  init(resource: String) {
    let operations = Operations.all.filter { $0.resource == resource }
    let extra = LuaDoc.language.functions.filter { $0.owner == "ghl.\(resource)" }
    self.init(
      path: "service/ghl.\(resource)", title: "ghl.\(resource)",
      summary: "The service's operations on \(resource)",
      blocks: [
        .paragraph(
          "An answer that is an error is raised: an error object with `kind`, `status`, `code`, "
            + "`message` and `traceId`.")
      ] + operations.flatMap(Self.operation)
        + extra.flatMap { Self.function($0, "ghl.\(resource)") })
  }

  private static func operation(_ operation: Operation) -> [Block] {
    let fields = operation.parameters
    let call = [operation.takesID ? "id" : nil, fields.isEmpty ? nil : "fields"].compactMap { $0 }
    var facts = [
      "`\(operation.method.rawValue) \(operation.path)`", "capability `\(operation.capability)`",
      "the token needs the scope `\(operation.scope)`",
    ]
    if let deprecation = operation.deprecation { facts.append("deprecated: \(deprecation)") }
    var blocks: [Block] = [
      .heading("ghl.\(operation.name)(\(call.joined(separator: ", ")))"),
      .paragraph(operation.summary), .list(facts),
    ]
    if !fields.isEmpty {
      blocks.append(
        .table(
          heads: ["Field", "Type", "Meaning"],
          rows: fields.map { field in
            let choices = field.choices.isEmpty ? "" : ": \(field.choices.joined(separator: ", "))"
            return [
              "`\(field.name)`\(field.required ? " (required)" : "")", field.type.words,
              field.summary + choices,
            ]
          }))
    }
    return blocks
  }
}
