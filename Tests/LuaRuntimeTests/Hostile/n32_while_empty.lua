-- TRIES: empty loops of each kind, one after the other in coroutines that are thrown away. SAFE: time limit [limit-time]
for _, f in ipairs { function() while true do end end, function() repeat until false end, function() for _ = 1, math.huge do end end } do
  local co = coroutine.create(f) pcall(coroutine.resume, co) end
return "ESCAPED: went on"
