-- TRIES: a message handler that fails in turn, again and again. SAFE: an error; Lua gives up after some levels. [result]
local depth = 0
local function handler(m) depth = depth + 1 error(m) end
local ok, e = xpcall(error, handler, "x")
return ok and "ESCAPED: succeeded" or "SAFE: " .. type(e) .. " " .. depth
