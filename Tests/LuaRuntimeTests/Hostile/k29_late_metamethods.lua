-- TRIES: dangerous metamethods added after setmetatable, through the class, through rawset, through its parent. SAFE: none of them takes effect. [result]
local hits = 0
local class = {}
local object = setmetatable({}, class)
local function hit() hits = hits + 1 return "hit" end
for _, name in ipairs { "__gc", "__close", "__concat", "__mode", "__call", "__add", "__index", "__newindex" } do
  rawset(class, name, hit)
  rawset(getmetatable(object), name, hit)
end
setmetatable(class, { __index = { __gc = hit, __close = hit, __concat = hit } })
pcall(function() return object .. "x" end)
pcall(function() local x <close> = object end)
pcall(function() return object() + object.field end)
object.field = 1
return hits > 0 and "ESCAPED: " .. hits or "SAFE"
