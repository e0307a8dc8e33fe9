-- coroutines closed after they failed, and closed again [result limit-time]
for i = 1, 200000 do
  local co = coroutine.create(function() error({}) end)
  coroutine.resume(co) coroutine.close(co) coroutine.close(co)
  local co2 = coroutine.create(function() pcall(coroutine.yield) end)
  coroutine.resume(co2) coroutine.close(co2) assert(not coroutine.resume(co2))
end
return "SAFE"
