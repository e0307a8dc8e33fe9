import CLua

/// Stock Lua with its own libraries, to compare ours with.
func stockLua(_ source: String) -> [String] {
  guard let state = unsafe luaL_newstate() else { return [] }
  defer { unsafe lua_close(state) }
  unsafe luaL_openlibs(state)
  var source = source
  let status = source.withUTF8 { utf8 in
    unsafe utf8.withMemoryRebound(to: CChar.self) { text in
      unsafe luaL_loadbufferx(state, text.baseAddress, text.count, "=load:test", "t")
    }
  }
  guard status == LUA_OK, unsafe lua_pcallk(state, 0, 1, 0, 0, nil) == LUA_OK else {
    return unsafe [text(state, -1)]
  }
  return (1...Int64(unsafe lua_rawlen(state, -1))).map { index in
    unsafe lua_rawgeti(state, -1, index)
    defer { unsafe lua_settop(state, -2) }
    return unsafe text(state, -1)
  }
}

private func text(_ state: OpaquePointer, _ index: Int32) -> String {
  unsafe lua_tolstring(state, index, nil).map { unsafe String(cString: $0) } ?? "no text"
}
