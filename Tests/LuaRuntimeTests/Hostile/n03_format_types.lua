-- TRIES: conversions with the wrong values, NUL in formats, bad flags. SAFE: plain errors [result limit-time]
local bad = { "%", "%y", "%0", "%-", "%123d", "%.123d", "%10", "%5.5.5d", "%lld", "%n", "%*d", "%#q", "%5q", "%\0d", "%s\0%p", "%-+ #0p" }
local refused = 0
for _, f in ipairs(bad) do if not pcall(string.format, f, 1, 2, 3) then refused = refused + 1 end end
for _, v in ipairs { {}, print or next, "x", 1e300, 0 / 0, math.huge } do pcall(string.format, "%d %c %x %i", v, v, v, v) end
return refused >= 14 and "SAFE: " .. refused or "ESCAPED: only " .. refused
