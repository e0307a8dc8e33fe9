-- coroutines that catch the limit and make new ones [limit-time]
local co = coroutine.wrap(function() while true do pcall(coroutine.yield, pcall(function() while true do end end)) end end)
while true do pcall(co) co = coroutine.wrap(function() while true do pcall(co) end end) end
