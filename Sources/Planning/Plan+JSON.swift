public import Diagnostics
import HighLevel
public import JSON

/// The plan file's content.
extension Plan {
  /// The plan's name, from its content: the same inputs give the same id.
  public var id: String { Self.id(of: content) }

  private static func id(of content: JSONObject) -> String {
    "plan-" + Fingerprint.of(.object(content)).dropFirst("sha256:".count).prefix(16)
  }

  /// `sha256:…` over the canonical JSON of everything else; what an approval approves.
  public var checksum: String { Fingerprint.of(.object(signed)) }

  /// The whole file: the same bytes for the same inputs.
  public var json: JSONValue {
    var result = signed
    result["checksum"] = .string(Fingerprint.of(.object(result)))
    return .object(result)
  }

  /// Everything but the checksum.
  private var signed: JSONObject {
    let content = content
    var result: JSONObject = [
      "format": .string(Self.format), "plan": .string(Self.id(of: content)),
    ]
    for member in content { result[member.key] = member.value }
    return result
  }

  private var content: JSONObject {
    let summary = summary
    return [
      "recipe": [
        "name": .string(recipe.name), "version": .string(recipe.version),
        "sha256": .string(recipe.sha256),
      ],
      "profile": profile.map { .string($0) } ?? .null, "company": .string(company),
      "source": .string(source),
      "created": .string(created.description), "expires": .string(expires.description),
      "args": .object(arguments), "limits": .object(limits.json),
      "reads": .array(reads.map(\.json)), "ops": .array(operations.map(\.json)),
      "summary": [
        "create": .integer(Int64(summary.create)), "update": .integer(Int64(summary.update)),
        "delete": .integer(Int64(summary.delete)),
        "irreversible": .integer(Int64(summary.irreversible)),
      ],
      "unchecked": .strings(unchecked), "complete": .bool(isComplete),
      "names": .object(JSONObject(names.sorted { $0.key < $1.key }.map { ($0, .string($1)) })),
    ]
  }

  /// Reads a plan file's content. A wrong checksum is a problem of code `drift`, anything that is no
  /// plan one of code `input-invalid`.
  public init(json: JSONValue, at place: Place? = nil) throws(Problem) {
    guard var object = json.object, let format = object["format"]?.string else {
      throw Self.noPlan(place, "it has no \"format\"")
    }
    guard format == Self.format else {
      throw Self.noPlan(place, "its format is '\(format)', and this program reads \(Self.format)")
    }
    let checksum = object["checksum"]?.string
    object["checksum"] = nil
    guard checksum == Fingerprint.of(.object(object)) else {
      throw Problem(
        .drift, "the plan was changed after it was made: its checksum is not right",
        hint: "make it anew with 'ghlua plan'; to change what it does, change the recipe",
        at: place)
    }
    do throws(PlanReader.Failure) {
      self = try PlanReader(object, "").plan()
    } catch {
      throw Self.noPlan(place, error.text)
    }
    // What this program would not write itself it has not understood either.
    guard checksum == self.checksum else {
      throw Self.noPlan(place, "it holds what this program does not understand")
    }
  }

  private static func noPlan(_ place: Place?, _ why: String) -> Problem {
    Problem(
      .inputInvalid, "this is no plan: \(why)",
      hint: "plans are written by 'ghlua plan RECIPE -o FILE'", at: place)
  }
}

extension PlannedOperation {
  /// As in the plan file.
  public var json: JSONValue {
    var result: JSONObject = [
      "n": .integer(Int64(number)), "op": .string(kind.rawValue), "resource": .string(resource),
      "id": .string(id), "label": .string(label),
    ]
    result["step"] = step.map(JSONValue.string)
    result["row"] = row.map { .integer(Int64($0)) }
    result["at"] = at.map(JSONValue.string)
    result["request"] = .object(request)
    result["diff"] = .array(diff.map(\.json))
    result["pre"] = precondition.json
    result["undo"] = undo.map {
      ["op": .string($0.kind.rawValue), "request": .object($0.request)]
    }
    result["irreversible"] = irreversible.map(JSONValue.string)
    result["depends"] = .array(depends.map { .integer(Int64($0)) })
    return .object(result)
  }
}

extension FieldChange {
  /// `{"path", "before", "after"}`; null stands for nothing.
  public var json: JSONValue {
    ["path": .string(path), "before": before ?? .null, "after": after ?? .null]
  }
}

extension Precondition {
  var json: JSONValue {
    switch self {
    case .fields(let fields): ["fields": .object(fields)]
    case .emailAbsent(let email): ["emailAbsent": .string(email)]
    }
  }
}

extension PlannedRead {
  var json: JSONValue {
    var object: JSONObject = ["op": .string(operation)]
    if !id.isEmpty { object["id"] = .string(id) }
    if !fields.isEmpty { object["fields"] = .object(fields) }
    switch result {
    case .record(let fingerprint): object["record"] = .string(fingerprint)
    case .list(let list):
      object["count"] = .integer(Int64(list.count))
      object["total"] = .integer(Int64(list.total))
      object["ids"] = .string(list.ids)
      object["records"] = .string(list.records)
    case .absent, .waiting: object["absent"] = true
    }
    if isApproximate { object["approximate"] = true }
    return .object(object)
  }
}
