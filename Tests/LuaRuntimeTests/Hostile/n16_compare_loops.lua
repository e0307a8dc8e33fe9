-- TRIES: __eq, __lt and __le that compare again, without end. SAFE: stack overflow as an error [result limit-depth]
local m = {} m.__eq = function(a, b) return a == b end m.__lt = function(a, b) return b < a end m.__le = function(a, b) return b <= a end
local a, b = setmetatable({}, m), setmetatable({}, m)
local n = 0
for _, f in ipairs { function() return a == b end, function() return a < b end, function() return a <= b end } do if not pcall(f) then n = n + 1 end end
return n == 3 and "SAFE" or "ESCAPED: " .. n
