-- TRIES: an error that names a field of a field of a field, 100,000 deep: a recursion in C. SAFE: refused [result]
local t t = setmetatable({}, { __index = function() return t end })
for _, step in ipairs { ".a", "[1]", "[k]", ".a[2]" } do
  local f = load("local t, k = ... return t" .. step:rep(100000) .. " + nil")
  if f then return 'ESCAPED', f(t, 1) end
end
return "SAFE"
