import Engine
import HighLevel
import JSON
import LuaSyntax

/// Findings as SARIF 2.1.0, which code hosts and editors read.
///
/// https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
struct SARIFReport {
  let findings: [Finding]
  let files: [RecipeFile]

  var json: JSONObject {
    [
      "$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0",
      "runs": [
        [
          "tool": ["driver": driver], "columnKind": "unicodeCodePoints",
          "artifacts": .array(files.map { ["location": ["uri": .string($0.name.asURI)]] }),
          "results": .array(findings.map(result)),
        ]
      ],
    ]
  }

  private var driver: JSONValue {
    [
      "name": "ghlua check", "version": .string(productVersion),
      "rules": .array(CheckRule.allCases.map(Self.rule)),
    ]
  }

  private static func rule(_ rule: CheckRule) -> JSONValue {
    [
      "id": .string(rule.rawValue),
      "shortDescription": ["text": .string(rule.summary.withoutCode)],
      "help": ["text": .string(rule.remedy.withoutCode), "markdown": .string(rule.remedy)],
      "defaultConfiguration": ["level": .string(rule.level.rawValue)],
    ]
  }

  private func result(_ finding: Finding) -> JSONValue {
    let text = finding.hint.map { "\(finding.message); \($0)" } ?? finding.message
    var physical: JSONObject = ["artifactLocation": ["uri": .string(finding.file.asURI)]]
    physical["region"] = region(finding)
    var object: JSONObject = [
      "ruleId": .string(finding.rule.rawValue),
      "ruleIndex": .integer(Int64(CheckRule.allCases.firstIndex(of: finding.rule) ?? 0)),
      "level": .string(finding.rule.level.rawValue), "message": ["text": .string(text)],
      "locations": [["physicalLocation": .object(physical)]],
    ]
    if let fix = finding.fix { object["fixes"] = [change(fix, in: finding)] }
    return .object(object)
  }

  private func change(_ fix: Finding.Fix, in finding: Finding) -> JSONValue {
    let replacements = fix.edits.map { edit -> JSONValue in
      [
        "deletedRegion": [
          "byteOffset": .integer(Int64(edit.bytes.lowerBound)),
          "byteLength": .integer(Int64(edit.bytes.count)),
        ],
        "insertedContent": ["text": .string(edit.text)],
      ]
    }
    return [
      "description": ["text": .string(fix.text)],
      "artifactChanges": [
        [
          "artifactLocation": ["uri": .string(finding.file.asURI)],
          "replacements": .array(replacements),
        ]
      ],
    ]
  }

  private func region(_ finding: Finding) -> JSONValue? {
    guard let place = finding.place else { return nil }
    var region: JSONObject = [
      "startLine": .integer(Int64(place.line)), "startColumn": .integer(Int64(finding.column)),
    ]
    if let end = finding.end {
      region["endLine"] = .integer(Int64(end.line))
      region["endColumn"] = .integer(Int64(end.column))
    }
    return .object(region)
  }
}

extension String {
  /// Without the marks of code.
  fileprivate var withoutCode: String { filter { $0 != "`" } }

  /// The path as a relative reference.
  fileprivate var asURI: String { PercentEncoding.encode(self, keepingSlashes: true) }
}

extension Finding {
  /// The column in characters (Unicode scalars), from 1; places count bytes.
  var column: Int {
    guard let place, let source else { return 1 }
    return String(decoding: source.utf8.prefix(max(place.column - 1, 0)), as: UTF8.self)
      .unicodeScalars.count + 1
  }

  /// Behind its last character, when that is on the same line.
  var end: (line: Int, column: Int)? {
    guard let place, let source, !place.bytes.isEmpty,
      place.column - 1 + place.bytes.count <= source.utf8.count
    else { return nil }
    let text = String(
      decoding: source.utf8.dropFirst(place.column - 1).prefix(place.bytes.count), as: UTF8.self)
    return (place.line, column + text.unicodeScalars.count)
  }
}
