-- every metamethod moves the stack below its caller [result limit-time]
local function grow(n) if n > 0 then return 1 + grow(n - 1) end return 0 end
local mt = {}
for _, name in ipairs { "__add", "__sub", "__mul", "__div", "__mod", "__pow", "__unm", "__idiv", "__band", "__bor", "__bxor", "__shl", "__shr", "__bnot", "__eq", "__lt", "__le", "__len", "__index", "__newindex", "__call" } do mt[name] = function(a, b) grow(3000) return 1 end end
local function new() return setmetatable({}, mt) end
for round = 1, 30 do
  local co = coroutine.wrap(function()
    local a, b = new(), new()
    local r = { a + b, a - b, a * b, a / b, a % b, a ^ b, -a, a // b, a & b, a | b, a ~ b, a << b, a >> b, ~a, a == b, a < b, a <= b, #a, a.x, a(1, 2, 3), a + 1, 1 + a, a < 1, 1 <= a, a & 1, 1 | a, a[1], 2 ^ a }
    a.y = 1 a[1] = 2
    for i, v in a, b, 1 do if i == 1 then break end end
    return #r
  end)
  assert(co() == 28)
end
return "SAFE"
