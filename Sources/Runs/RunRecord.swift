import Diagnostics
public import HighLevel
public import JSON

/// What is known of a run from its beginning: `run.json`.
public struct RunRecord: Sendable, Hashable {
  static let format = "ghlua.run-folder/1"

  public var id: String
  /// The plan's id and checksum.
  public var plan: String
  public var checksum: String
  public var recipe: String
  public var version: String
  /// The company's id.
  public var company: String
  /// `live`, `mock`.
  public var source: String
  /// Which company of all, in words that tell two stand-ins of one id apart; locks and the ledger
  /// of spent plans go by it.
  public var target: String
  public var started: Timestamp
  /// The run that this one takes back; nil for any other.
  public var undoes: String?

  public init(
    id: String, plan: String, checksum: String, recipe: String, version: String, company: String,
    source: String, target: String, started: Timestamp, undoes: String? = nil
  ) {
    self.id = id
    self.plan = plan
    self.checksum = checksum
    self.recipe = recipe
    self.version = version
    self.company = company
    self.source = source
    self.target = target
    self.started = started
    self.undoes = undoes
  }

  /// As in the file.
  public var json: JSONValue {
    var object: JSONObject = [
      "format": .string(Self.format), "run": .string(id), "plan": .string(plan),
      "checksum": .string(checksum), "recipe": .string(recipe), "version": .string(version),
      "company": .string(company), "source": .string(source), "target": .string(target),
      "started": .string(started.description),
    ]
    object["undoes"] = undoes.map { .string($0) }
    return .object(object)
  }

  init(json: JSONValue, at path: String) throws(Problem) {
    func text(_ name: String) throws(Problem) -> String {
      guard let text = json[name]?.string else {
        throw Problem(
          .error, "this is no folder of a run: \(name) is missing", at: Place(path))
      }
      return text
    }
    guard try text("format") == Self.format, let started = Timestamp(try text("started")) else {
      throw Problem(
        .error, "the run was made by another version of ghlua",
        hint: "look at it with that version", at: Place(path))
    }
    self.init(
      id: try text("run"), plan: try text("plan"), checksum: try text("checksum"),
      recipe: try text("recipe"), version: try text("version"), company: try text("company"),
      source: try text("source"), target: try text("target"), started: started,
      undoes: json["undoes"]?.string)
  }
}
