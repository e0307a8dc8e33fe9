/// Where programs keep what is theirs. Source: the XDG Base Directory Specification.
extension World {
  /// For what should outlive a restart, such as runs; nil where there is no home.
  var stateFolder: String? { folder("XDG_STATE_HOME", ".local/state") }

  /// For what can be made anew; nil where there is no home.
  var cacheFolder: String? { folder("XDG_CACHE_HOME", ".cache") }

  private func folder(_ name: String, _ usual: String) -> String? {
    if let folder = variable(name) { return "\(folder)/ghlua" }
    return variable("HOME").map { "\($0)/\(usual)/ghlua" }
  }
}
