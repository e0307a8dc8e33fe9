-- TRIES: close the running coroutine, and a normal one from inside another. SAFE: errors, nothing is closed. [result]
local outer
outer = coroutine.create(function()
  local a = pcall(coroutine.close, (coroutine.running()))
  local b
  coroutine.wrap(function() b = pcall(coroutine.close, outer) end)()
  return a, b
end)
local _, a, b = coroutine.resume(outer)
return (a or b) and "ESCAPED: closed a living coroutine" or "SAFE"
