-- TRIES: identifiers, strings, numbers and comments of a megabyte; a million lines. SAFE: results or errors [result limit-time limit-chunk]
local m = 900000
for _, s in ipairs { "local " .. ("x"):rep(m) .. " = 1", "return '" .. ("x"):rep(m) .. "'", "return " .. ("9"):rep(m), "--[" .. ("="):rep(m), ("\n"):rep(m) .. "x", "return 0x" .. ("f"):rep(m), "return 1e" .. ("9"):rep(m), ("x"):rep(m) .. "()", "return [" .. ("="):rep(m) .. "[", "\\" .. ("\0"):rep(m), "return '\\u{" .. ("f"):rep(m) .. "}'" } do
  local c, e = load(s) if c then pcall(c) end
end
return "SAFE"
