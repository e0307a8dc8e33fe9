import Stdlib

extension Page {
  /// What a module of the library says of itself.
  init(module name: String, _ doc: LuaDoc) {
    let alias = name.split(separator: ".").last.map(String.init) ?? name
    let values = doc.values.filter { $0.name != alias }
    self.init(
      path: "library/\(name)", title: name, summary: doc.summary.firstSentence,
      blocks: Block.text(doc.summary.afterFirstSentence)
        + [.code("local \(alias) = require \"\(name)\"", language: "lua")]
        + doc.functions.flatMap { Self.function($0, alias) }
        + values.flatMap { Self.value($0, alias) })
  }

  static func function(_ function: LuaDoc.Function, _ alias: String) -> [Block] {
    var blocks: [Block] = [
      .heading("\(alias).\(function.name)(\(function.arguments.joined(separator: ", ")))"),
      .paragraph(function.text.summary),
    ]
    blocks += function.text.more.map(Block.paragraph)
    if !function.parameters.isEmpty {
      blocks.append(
        .table(
          heads: ["Argument", "Type", "Meaning"],
          rows: function.parameters.map {
            ["`\($0.name)`\($0.optional ? " (optional)" : "")", "`\($0.type)`", $0.help]
          }))
    }
    if !function.results.isEmpty {
      blocks.append(
        .table(heads: ["Returns", ""], rows: function.results.map { ["`\($0.type)`", $0.help] }))
    }
    if !function.text.example.isEmpty {
      blocks.append(.code(function.text.example, language: "lua"))
    }
    return blocks
  }

  private static func value(_ value: LuaDoc.Value, _ alias: String) -> [Block] {
    [.heading("\(alias).\(value.name)"), .paragraph("`\(value.type)` \(value.text.summary)")]
      + value.text.more.map(Block.paragraph)
  }
}

extension LuaDoc {
  /// The module with its borrowed functions put in their places, functions by name.
  ///
  /// - Parameter source: The text of a module; nil when there is none.
  static func whole(_ name: String, source: (String) -> String?) -> LuaDoc? {
    guard let text = source(name) else { return nil }
    var doc = LuaDocReader.read(text)
    for borrowed in doc.borrowed {
      guard let text = source(borrowed.module) else { continue }
      let functions = LuaDocReader.read(text).functions
      doc.functions += functions.filter { $0.name == borrowed.name }
    }
    doc.borrowed = []
    doc.functions.sort { $0.name < $1.name }
    return doc
  }
}

extension String {
  /// `One thing: …. Another.` is cut after the first full stop that ends a sentence.
  fileprivate var firstSentence: String {
    guard let end = firstRange(of: /\.( |$)/) else { return self }
    return String(self[..<end.lowerBound])
  }

  fileprivate var afterFirstSentence: String {
    guard let end = firstRange(of: /\.( |$)/) else { return "" }
    return String(self[end.upperBound...])
  }
}
