-- load with odd modes and texts [result]
local out = {}
for _, m in ipairs { "b", "bt", "t", "x", "", ("t"):rep(1000) } do out[#out + 1] = tostring(pcall(load, "return 1", "n", m)) end
for _, s in ipairs { "\27Lua", "\27LuaT\0\x19\x93\r\n\x1a\n", "#!shebang\nreturn 1", "\xEF\xBB\xBFreturn 1", "return 1\0", "\0" } do
  local f, e = load(s) if f and s:sub(1, 1) == "\27" then return "ESCAPED" end
  out[#out + 1] = tostring(f and true)
  f = load(function() local r = s s = nil return r end)
  if f and s then return "ESCAPED" end
end
return "SAFE " .. table.concat(out, ",")
