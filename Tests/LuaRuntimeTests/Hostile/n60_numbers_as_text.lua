-- TRIES: tonumber and tostring of texts of megabytes and strange bases. SAFE: results [result limit-time]
local s = ("9"):rep(1 << 20)
for _ = 1, 3 do tonumber(s) tonumber("0x" .. s) pcall(tonumber, s, 36) pcall(tonumber, "1e" .. s) end
for _, b in ipairs { 1, 37, -1, math.maxinteger } do if pcall(tonumber, "1", b) then return "ESCAPED: base" end end
return "SAFE"
