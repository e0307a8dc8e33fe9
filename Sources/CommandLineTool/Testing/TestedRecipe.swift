import Engine
import JSON

/// A recipe and what came of its tests.
struct TestedRecipe {
  var recipe: Recipe
  var results: [TestResult]

  /// Which lines ran, of the recipe's file and of those beside it.
  var lines: LineCoverage { LineCoverage(results.flatMap(\.lines)) }
}

extension TestedRecipe {
  /// `{ lines: { total, covered, percent, files }, capabilities: { total, covered, missing } }`.
  var coverageJSON: JSONValue {
    let lines = lines
    let capabilities = CapabilityCoverage(of: recipe, results)
    let files = lines.files.map { file -> JSONValue in
      [
        "file": .string(file.name), "total": .integer(Int64(file.lines.count)),
        "covered": .integer(Int64(file.covered)),
        "missed": .array(file.missed.map { .integer(Int64($0)) }),
      ]
    }
    return [
      "lines": [
        "total": .integer(Int64(lines.total)), "covered": .integer(Int64(lines.covered)),
        "percent": .number(lines.percent), "files": .array(files),
      ],
      "capabilities": [
        "total": .integer(Int64(capabilities.entries.count)),
        "covered": .integer(Int64(capabilities.used)),
        "missing": .strings(capabilities.missing),
      ],
    ]
  }
}
