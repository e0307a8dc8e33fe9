-- null as a table, a key, a text [result]
local ok = pcall(setmetatable, null, {})
local a = pcall(function() return null.x end)
local b = pcall(function() return null .. "x" end)
local c = pcall(function() return #null end)
local d = { [null] = 1 }
assert(d[null] == 1 and tostring(null) == "null" and not ok and not a and not b and not c)
return "SAFE " .. tostring(getmetatable(null))
