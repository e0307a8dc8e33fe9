-- variables to close that are nil, left by goto, error and close [result]
local co = coroutine.create(function() local a <close> = nil local b <close> = false coroutine.yield() error("x") end)
coroutine.resume(co) assert(coroutine.close(co))
for i = 1, 200 do
  local c2 = coroutine.wrap(function() for i = 1, 100 do local x <close> = nil coroutine.yield(i) if i == 50 then goto out end end ::out:: return pcall(error, "y") end)
  while true do local v = c2() if type(v) == "boolean" then break end end
end
return "SAFE"
