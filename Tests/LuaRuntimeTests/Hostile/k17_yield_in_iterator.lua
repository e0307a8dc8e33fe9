-- TRIES: yield across pcall inside an iterator, and swallow what comes. SAFE: time limit. [limit-time]
local function items()
  return coroutine.wrap(function()
    while true do pcall(function() coroutine.yield(pcall(coroutine.yield, 1)) end) end
  end)
end
while true do pcall(function() for x in items() do end end) end
