-- TRIES: recursion that doubles its arguments. SAFE: an error or a limit [result error limit-memory limit-depth limit-time]
local function f(...) return f(..., ...) end
local function g(...) return select("#", ...) + g(1, ...) end
local ok, m = pcall(f, 1) local ok2, m2 = pcall(g)
return (ok or ok2) and "ESCAPED" or "SAFE"
