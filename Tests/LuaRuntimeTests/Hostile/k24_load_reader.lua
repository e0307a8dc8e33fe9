-- TRIES: a reader function that gives source without end. SAFE: chunk too large. [limit-chunk]
local ok, e = pcall(load, function() return ("local x = 1 "):rep(100) end)
return ok and "ESCAPED: compiled" or "SAFE: " .. tostring(e)
