import CLuaBridge
public import JSON

/// One call of a host function by Lua code.
public struct HostCall {
  /// The arguments; Lua's nil is nil, JSON's null is `.null`.
  public let arguments: [JSONValue?]
  /// File and line of the user's code that made the call, for functions that asked for it.
  public let file: String?
  public let line: Int?
  /// Bytes that the arguments take on the tape: what they cost to keep, roughly.
  public let size: Int

  /// The n-th argument, from 0; nil when absent.
  public subscript(_ index: Int) -> JSONValue? {
    index < arguments.count ? arguments[index] : nil
  }
}

/// A function of the host that Lua code can call by name.
///
/// `arguments` and the answer are data; an error thrown becomes an error object in Lua, with the
/// fields `kind` and `message` and those of `LuaError.fields`.
public struct HostFunction {
  enum Body {
    case immediate((HostCall) throws(LuaError) -> JSONValue?)
    case suspending((HostCall) async throws(LuaError) -> JSONValue?)
  }

  let name: String
  let traits: gl_traits
  let body: Body

  var mayWait: Bool {
    if case .suspending = body { true } else { false }
  }

  /// A function that answers at once.
  public init(
    _ name: String, wantsPlace: Bool = false,
    _ body: @escaping (HostCall) throws(LuaError) -> JSONValue?
  ) {
    self.name = name
    traits = wantsPlace ? GL_WANTS_PLACE : GL_PLAIN
    self.body = .immediate(body)
  }

  /// A function that may wait: the recipe is suspended meanwhile and holds no thread.
  ///
  /// - Parameter namesLater: Whether a member `~later` in its answers names fields that reading is an
  ///   error, because they are known only later.
  public init(
    suspending name: String, wantsPlace: Bool = false, namesLater: Bool = false,
    _ body: @escaping (HostCall) async throws(LuaError) -> JSONValue?
  ) {
    self.name = name
    let place = wantsPlace ? GL_WANTS_PLACE.rawValue : 0
    traits = gl_traits(place | (namesLater ? GL_NAMES_LATER.rawValue : 0))
    self.body = .suspending(body)
  }
}
