/// What can be fuzzed: readers of bytes from outside, each with what must hold for any bytes.
///
/// A broken promise traps: the fuzzer sees a crash, and a test fails.
enum FuzzTarget: String, CaseIterable {
  /// The header of a recipe.
  case header
  case csv
  case json
  /// The words of a command line, against a recipe with parameters of all types.
  case arguments
  /// Bytes as a tape, read by Swift and by Lua.
  case tape
  /// A value on its way to Lua and back.
  case value
  /// A program in Lua that makes values and hands them over.
  case lua
  /// A recipe with little memory, or with none at the n-th time that it is asked for.
  case memory

  func look(at bytes: [UInt8]) async {
    switch self {
    case .header: await Looks.header(bytes)
    case .csv: Looks.csv(bytes)
    case .json: Looks.json(bytes)
    case .arguments: await Looks.arguments(bytes)
    case .tape: Looks.tape(bytes)
    case .value: await Looks.value(bytes)
    case .lua: await Looks.lua(bytes)
    case .memory: await Looks.memory(bytes)
    }
  }
}
