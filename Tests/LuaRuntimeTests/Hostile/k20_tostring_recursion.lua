-- TRIES: __tostring that calls tostring on itself. SAFE: C stack overflow, an error. [result]
local t = setmetatable({}, { __tostring = function(self) return tostring(self) end })
local ok = pcall(tostring, t)
local also = pcall(string.format, "%s", t)
return (ok or also) and "ESCAPED" or "SAFE"
