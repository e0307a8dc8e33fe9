-- TRIES: unary and binary metamethods that recurse and flood. SAFE: errors [result limit-depth limit-memory]
local m, n = {}, 0
for _, k in ipairs { "__unm", "__bnot", "__len", "__add", "__idiv", "__shl", "__band" } do m[k] = function(a) return k == "__len" and #a or -a + a // a << ~a end end
local o = setmetatable({}, m)
for _, f in ipairs { function() return -o end, function() return ~o end, function() return #o end, function() return o + 1 end, function() return 1 << o end } do if not pcall(f) then n = n + 1 end end
return n == 4 and "SAFE" or "ESCAPED: " .. n
