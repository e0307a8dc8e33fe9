-- TRIES: wrong code of this Lua: 1 ~ (f() or 3) in a function of more than 256 constants. SAFE: refused, or the right result [error result]
local parts = { "local function id(x) return x end local t = {" }
for i = 1, 300 do parts[#parts + 1] = "'c" .. i .. "'," end
parts[#parts + 1] = "} return 1 ~ (2 or 3), 7 & (id(4) or 1), 8 | (id(false) or 3)"
local c, m = load(table.concat(parts))
if not c then error(m, 0) end
local a, b, d = c()
return (a == 3 and b == 4 and d == 11) and "SAFE" or "ESCAPED: " .. a .. " " .. b .. " " .. d
