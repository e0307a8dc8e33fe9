-- TRIES: a generic for with a fourth value of every kind. SAFE: only nil and false are taken. [result]
local refused = 0
for _, value in ipairs { 1, "x", {}, setmetatable({}, {}), print or next, coroutine.create(next), true } do
  if not pcall(function() for _ in next, {}, nil, value do end end) then refused = refused + 1 end
end
return refused == 7 and "SAFE" or "ESCAPED: " .. refused
