/// What the annotations of a Lua module say: the `---` lines above its functions and values.
///
/// Their form is LuaCATS, as the Lua language server reads it (https://luals.github.io/wiki/annotations).
struct LuaDoc: Sendable, Equatable {
  /// The comment at the head of the file.
  var summary = ""
  var functions: [Function] = []
  var values: [Value] = []
  /// Shapes of tables.
  var classes: [Class] = []
  /// Names in this module's table that are functions of other modules: `move` to `ghl.places`.
  var borrowed: [Borrowed] = []

  struct Borrowed: Sendable, Equatable {
    var name: String
    var module: String
  }

  struct Function: Sendable, Equatable {
    /// What it is a field of: `M`, `ctx`; empty for a global.
    var owner: String
    var name: String
    /// The names between its brackets, as written.
    var arguments: [String]
    var text: Text
    var parameters: [Parameter] = []
    var results: [Result] = []
  }

  /// A field that is no function, such as a list.
  struct Value: Sendable, Equatable {
    var name: String
    var type: String
    var text: Text
  }

  struct Class: Sendable, Equatable {
    var name: String
    var fields: [Parameter]
  }

  /// An argument of a function, or a field of a class.
  struct Parameter: Sendable, Equatable {
    var name: String
    var optional: Bool
    var type: String
    var help: String
  }

  struct Result: Sendable, Equatable {
    var type: String
    /// Its name and what is said of it.
    var help: String
  }

  struct Text: Sendable, Equatable {
    /// The first paragraph.
    var summary = ""
    /// The other paragraphs.
    var more: [String] = []
    /// The lines between the fences.
    var example = ""
  }
}
