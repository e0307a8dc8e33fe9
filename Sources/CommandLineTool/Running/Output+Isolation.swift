import LuaRuntime

extension Output {
  /// Says which parts of the wall around worker processes this kernel does not have.
  func note(missingIn isolation: LuaIsolation) {
    guard case .worker(let pool) = isolation, !pool.missingParts.isEmpty else { return }
    note("--isolate: this kernel does without \(pool.missingParts.joined(separator: ", "))")
  }
}
