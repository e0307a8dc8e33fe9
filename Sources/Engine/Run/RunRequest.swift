public import HighLevel
public import JSON
public import LuaRuntime

/// Everything a run is made from; the same request gives the same plan, byte for byte.
public struct RunRequest: Sendable {
  public var recipe: Recipe
  public var arguments: RawArguments
  /// Where reads go; planning cannot write to it.
  public var source: any ReadBackend
  /// What the plan calls the source: `live`, `mock`, `replay`.
  public var sourceName: String
  /// The company's id; filled in where an operation wants it and the recipe leaves it out.
  public var company: String
  /// The moment that counts as now.
  public var now: Timestamp
  public var bounds: RunBounds
  /// Where the recipe runs; the plan is the same everywhere.
  public var isolation: LuaIsolation
  /// What started the run; `ctx.event`.
  public var event: JSONValue?
  /// Files, standard input and environment that arguments may name.
  public var input: any InputSource
  /// What the service is taken to do where it is not known.
  public var options: UserRules.Options
  /// Whether the report says which lines ran; not in a worker process.
  public var tracesLines = false

  public init(
    recipe: Recipe, arguments: RawArguments, source: any ReadBackend, sourceName: String,
    company: String, now: Timestamp, bounds: RunBounds = RunBounds(),
    isolation: LuaIsolation = .none, event: JSONValue? = nil, input: any InputSource,
    options: UserRules.Options = UserRules.Options()
  ) {
    self.recipe = recipe
    self.arguments = arguments
    self.source = source
    self.sourceName = sourceName
    self.company = company
    self.now = now
    self.bounds = bounds
    self.isolation = isolation
    self.event = event
    self.input = input
    self.options = options
  }
}

/// How much a run may use.
public struct RunBounds: Sendable, Hashable {
  public var lua: LuaLimits
  /// Bytes of `print`, `log` and `ctx.note` together.
  public var output: Int
  /// Bytes of what the recipe hands over and the host keeps: calls of the service, rows and steps.
  public var kept: Int

  /// Generous for honest recipes: `LuaLimits.standard`, 4 MiB of output and 256 MiB kept.
  public init(lua: LuaLimits = .standard, output: Int = 4 << 20, kept: Int = 256 << 20) {
    self.lua = lua
    self.output = output
    self.kept = kept
  }
}
