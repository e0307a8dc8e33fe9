import Diagnostics
import Engine
import Planning

extension Secrets {
  /// Secrets that a plan needs and does not hold: `password=env:NAME`, `password=file:PATH`.
  convenience init(parsing texts: [String], in world: World) throws(Problem) {
    self.init()
    for text in texts {
      let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
      // A value that stands here itself is a mistake, and is not repeated.
      guard parts.count == 2, Self.isElsewhere(parts[1]) else {
        throw Problem(
          .usage, "--secret is not like NAME=env:VARIABLE or NAME=file:PATH",
          hint: "others can see command lines; put the secret into the environment or a file")
      }
      register(try Self.fetch(parts[1], in: world), as: parts[0])
    }
  }

  /// Whether a text says where a secret is.
  static func isElsewhere(_ text: String) -> Bool {
    text.wholeMatch(of: /(?:env|file):.+/) != nil
  }

  private static func fetch(_ place: String, in world: World) throws(Problem) -> String {
    guard place.hasPrefix("file:") else {
      let name = String(place.dropFirst(4))
      if let value = world.variable(name) { return value }
      throw Problem(
        .inputInvalid, "the environment variable '\(name)' is not set", hint: "set it for ghlua")
    }
    let path = String(place.dropFirst(5))
    do throws(InputFault) {
      var text = String(decoding: try world.input.readFile(path, limit: 65_536), as: UTF8.self)
      if text.last?.isNewline == true { text.removeLast() }
      return text
    } catch {
      throw Problem(.inputInvalid, "--secret: \(error.message(about: path))", hint: error.hint)
    }
  }
}
