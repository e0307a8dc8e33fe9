-- TRIES: as m01, inside pcall, a coroutine and a sort, in the hope to go on after. SAFE: nothing goes on. [limit-time]
local function rebuild()
  local t = {}
  for i = 1, 70000 do t[i * ((1 << 17) - 1)] = true end
end
pcall(coroutine.wrap(function() pcall(table.sort, { 2, 1 }, function() pcall(rebuild) return false end) end))
return "ESCAPED: went on"
