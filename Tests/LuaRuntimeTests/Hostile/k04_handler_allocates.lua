-- TRIES: allocate without end in the message handler of an error, then of the memory error. SAFE: memory or time limit, final. [limit-memory limit-time]
local hoard = {}
local function handler()
  while true do hoard[#hoard + 1] = ("x"):rep(100000) .. #hoard end
end
while true do xpcall(function() error("x") end, handler) end
