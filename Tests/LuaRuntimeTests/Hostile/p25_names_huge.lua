-- __name of a megabyte in error messages [result limit-memory]
local t = setmetatable({}, { __tostring = function(s) return tostring(s) end })
local ok, e = pcall(tostring, t)
local u = setmetatable({}, { __tostring = function(s) return ("%s"):format(s) end })
local ok2, e2 = pcall(tostring, u)
local v = setmetatable({}, { __name = ("n"):rep(1 << 20) })
local ok3, e3 = pcall(function() return v + 1 end)
local ok4, e4 = pcall(string.rep, v) local ok5, e5 = pcall(ipairs) local ok6, e6 = pcall(math.floor, v)
return "SAFE " .. tostring(ok) .. tostring(ok2) .. #e3 .. " " .. #e4 .. " " .. #e6
