-- TRIES: recursion to the depth Lua allows in many coroutines at once. SAFE: a limit. [limit-time limit-memory limit-depth]
local kept = {}
while true do
  local co = coroutine.create(function()
    local function down(n) if n == 0 then coroutine.yield() return 0 end return 1 + down(n - 1) end
    return down(20000)
  end)
  kept[#kept + 1] = co
  coroutine.resume(co)
end
