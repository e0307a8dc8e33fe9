import Engine

/// Inputs of a recipe whose arguments somebody else chooses: no file, no standard input, and of the
/// environment only what was opened.
struct ClosedInput: InputSource {
  /// Where recipes themselves are read from.
  let source: any InputSource
  var variables: Set<String> = []

  func readFile(_ path: String, limit: Int) throws(InputFault) -> [UInt8] { throw .closed }

  func readStandardInput(limit: Int) throws(InputFault) -> [UInt8] { throw .closed }

  func environmentVariable(_ name: String) -> String? {
    variables.contains(name) ? source.environmentVariable(name) : nil
  }
}
