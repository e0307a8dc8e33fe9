/// The rules of `ghlua check`, in the order of the reference.
enum CheckRule: String, CaseIterable, Sendable {
  case syntax
  case header
  case unknownGlobal = "unknown-global"
  case globalWrite = "global-write"
  case unknownField = "unknown-field"
  case unknownModule = "unknown-module"
  case unknownParameter = "unknown-parameter"
  case unusedParameter = "unused-parameter"
  case undeclaredCapability = "undeclared-capability"
  case unusedCapability = "unused-capability"
  case numericID = "numeric-id"
  case metamethod
  case unusedLocal = "unused-local"
  case shadowedLocal = "shadowed-local"
  case noHeader = "no-header"
  case noTests = "no-tests"
  case failingTest = "failing-test"
  case untestedCapability = "untested-capability"

  enum Level: String, Sendable { case error, warning }

  /// Errors are what will not work; warnings what may be meant.
  var level: Level {
    switch self {
    case .syntax, .header, .unknownGlobal, .globalWrite, .unknownField, .unknownModule,
      .unknownParameter, .undeclaredCapability, .numericID, .metamethod, .failingTest:
      .error
    case .unusedParameter, .unusedCapability, .unusedLocal, .shadowedLocal, .noHeader, .noTests,
      .untestedCapability:
      .warning
    }
  }

  /// Whether `--fix` mends some of it.
  var isFixable: Bool {
    [.globalWrite, .numericID, .unusedCapability, .unusedLocal].contains(self)
  }

  /// What it finds.
  var summary: String {
    switch self {
    case .syntax: "The file is no Lua 5.4"
    case .header: "A field of the header is missing, misspelt or of the wrong kind"
    case .unknownGlobal: "A name that is neither declared nor one of the names recipes have"
    case .globalWrite: "An assignment to a name that no `local` declares"
    case .unknownField: "A function or value that `ghl`, `ctx` or a module does not have"
    case .unknownModule: "`require` of a module that is neither shipped nor beside the recipe"
    case .unknownParameter: "`args` is asked for a parameter that the header does not declare"
    case .unusedParameter: "A parameter, or a column, that is declared and never read"
    case .undeclaredCapability: "A call of the service that `can` does not allow"
    case .unusedCapability: "A capability in `can` that nothing in the recipe makes use of"
    case .numericID: "A number where an id is wanted"
    case .metamethod: "A metamethod that the sandbox refuses, or that it will not see"
    case .unusedLocal: "A local, a local function or a loop variable that is never read"
    case .shadowedLocal: "A local that hides another one of the same name"
    case .noHeader: "A plain script: no header says what it takes and what it may do"
    case .noTests: "The recipe has no tests"
    case .failingTest: "A test of the recipe fails"
    case .untestedCapability: "A declared write, or a field of it, that no test makes use of"
    }
  }

  /// What to do about it.
  var remedy: String {
    switch self {
    case .syntax: "Look at the line and the one before it"
    case .header: "`ghlua docs recipe` lists every field"
    case .unknownGlobal:
      "Declare it with `local`, or correct its name; recipes have no io, debug or package"
    case .globalWrite: "Write `local` in front of the first assignment"
    case .unknownField: "`ghlua docs` lists what there is"
    case .unknownModule: "Correct the name, or put the file beside the recipe"
    case .unknownParameter: "Declare it in `params`, or correct its name"
    case .unusedParameter: "Read it in `run`, or take it out of the header"
    case .undeclaredCapability: "Add it to `can`; it is refused while the recipe runs"
    case .unusedCapability: "Take it out: what is not listed cannot go wrong"
    case .numericID: "Put the id into quotes: ids are texts, and long numbers lose digits"
    case .metamethod:
      "Put all metamethods into the table before it goes to `setmetatable`, which copies them; "
        + "`__gc`, `__mode`, `__close` and `__concat` are not available"
    case .unusedLocal: "Take it out, or call it `_` where Lua wants a name"
    case .shadowedLocal: "Give one of them another name"
    case .noHeader: "`ghlua new NAME` writes a recipe to begin with"
    case .noTests: "Add `tests = { test \"…\" { given = …, args = …, expect = … } }`"
    case .failingTest: "`ghlua test FILE` shows what is expected and what came"
    case .untestedCapability: "Add a test that needs it, or take it out of `can`"
    }
  }
}
