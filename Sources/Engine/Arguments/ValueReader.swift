import Diagnostics
import JSON
import Planning

/// A value that fits its parameter: for the recipe, and for the plan.
struct TypedValue {
  var value: JSONValue
  var recorded: JSONValue

  init(_ value: JSONValue, recorded: JSONValue? = nil) {
    self.value = value
    self.recorded = recorded ?? value
  }
}

/// Makes typed values of what was given. Texts may be in any of a type's written forms; JSON values
/// must be of the type already.
struct ValueReader: Sendable {
  let resolver: EntityResolver
  let input: any InputSource
  let secrets: Secrets
  /// What `today` stands for: `2026-11-21`.
  let today: String
  /// Whether values may name files and environment variables. Cells of a table may not: whoever
  /// wrote the table would choose what is read on this machine.
  var mayReadInputs = true

  /// The most that a `file` parameter takes.
  static let fileLimit = 8 << 20

  /// - Parameter secretName: under which the value becomes known if it is a secret.
  func read(
    _ value: JSONValue, as parameter: Parameter, secretName: String
  ) async throws(ValueFault) -> TypedValue {
    switch parameter.type {
    case .string: TypedValue(.string(try readString(value, parameter)))
    case .enum: TypedValue(.string(try readString(value, parameter)))
    case .integer: TypedValue(.integer(try readInteger(value, parameter)))
    case .number: TypedValue(.number(try readNumber(value, parameter)))
    case .flag: TypedValue(.bool(try readFlag(value)))
    case .date: TypedValue(.string(try readDate(value)))
    case .duration: TypedValue(.integer(try readDuration(value, parameter)))
    case .email: TypedValue(.string(try readEmail(value)))
    case .secret: try readSecret(value, parameter, secretName)
    case .file: try readFile(value)
    case .list: try await readList(value, parameter)
    case .user: try await readUser(value)
    case .location: try await readLocation(value)
    case .scope: TypedValue(.string(try resolver.scope(try text(value, "the name of a scope"))))
    case .permission:
      TypedValue(.string(try resolver.permission(try text(value, "the name of a permission"))))
    // Tables have a reader of their own; the header allows none inside a table or list.
    case .rows: throw .wrong("a table cannot stand here")
    }
  }

  private func readUser(_ value: JSONValue) async throws(ValueFault) -> TypedValue {
    let reference = try text(value, "the id, e-mail or name of a user")
    return TypedValue(.object(try await resolver.user(reference)), recorded: .string(reference))
  }

  private func readLocation(_ value: JSONValue) async throws(ValueFault) -> TypedValue {
    let reference = try text(value, "the id or name of a location")
    return TypedValue(.object(try await resolver.location(reference)), recorded: .string(reference))
  }

  private func readList(
    _ value: JSONValue, _ parameter: Parameter
  ) async throws(ValueFault) -> TypedValue {
    var element = parameter
    element.type = parameter.elementType
    (element.minimum, element.maximum) = (nil, nil)
    let given = try Self.elements(of: value, parameter)
    try checkBounds(given.count, parameter, unit: "elements")
    var values: [TypedValue] = []
    for (index, part) in given.enumerated() {
      let name = "\(parameter.name):\(index + 1)"
      values.append(try await read(part, as: element, secretName: name))
    }
    return TypedValue(.array(values.map(\.value)), recorded: .array(values.map(\.recorded)))
  }

  /// The parts of a list: of an array, and of texts with separators; empty parts are none.
  static func elements(
    of value: JSONValue, _ parameter: Parameter
  ) throws(ValueFault) -> [JSONValue] {
    switch value {
    case .string(let text):
      text.split(separator: parameter.separator).map { String($0).trimmed }
        .filter { !$0.isEmpty }.map { .string($0) }
    case .array(let elements): elements
    default: throw .wrong("expected a list, got \(describe(value))")
    }
  }
}

/// Values that are read from somewhere else.
extension ValueReader {
  private func readSecret(
    _ value: JSONValue, _ parameter: Parameter, _ name: String
  ) throws(ValueFault) -> TypedValue {
    guard case .string(let given) = value else {
      // The kind only: the value is nobody's business.
      throw .wrong("expected a text, got one of type \(value.kind)")
    }
    let secret = mayReadInputs ? try SecretInput(input).secret(given) : given
    if secret.isEmpty { throw .wrong("the secret is empty") }
    try checkBounds(secret.count, parameter, unit: "characters")
    secrets.register(secret, as: name)
    return TypedValue(SecretMark.text(name), recorded: SecretMark.recorded(name))
  }

  /// A path, or `{ "text": … }`, what would be in the file: for tests and for callers without files.
  private func readFile(_ value: JSONValue) throws(ValueFault) -> TypedValue {
    if let members = value.object, members.count == 1, let given = members["text"]?.string {
      guard given.utf8.count <= Self.fileLimit else { throw .wrong("the text is too long") }
      return TypedValue(.string(given), recorded: value)
    }
    let path = try text(value, "the path of a file, or -")
    guard mayReadInputs else { throw .wrong("a cell of a table cannot name a file") }
    let contents = try SecretInput(input).contents(of: path, limit: Self.fileLimit)
    return TypedValue(.string(contents), recorded: .string(path))
  }
}
