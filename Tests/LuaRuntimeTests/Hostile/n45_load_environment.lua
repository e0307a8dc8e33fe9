-- TRIES: load with environments that lie, and chunks that are functions of the host. SAFE: nothing reached [result]
local e = setmetatable({}, { __index = function(_, k) return k end, __newindex = function() end })
local r = { load("x = io return io", "n", "t", e)(), load("return _ENV", "n", "t", 5)(), (load("return debug or package or io or os and os.execute"))() }
return (r[1] == "io" and r[2] == 5 and not r[3]) and "SAFE" or "ESCAPED"
