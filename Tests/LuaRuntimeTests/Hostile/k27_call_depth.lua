-- TRIES: recursion that catches its own stack overflow and goes on. SAFE: a limit, or Lua's own stack overflow, bounded in memory. [limit-time limit-memory limit-depth]
local function down(n) return 1 + down(n + 1) end
while true do pcall(down, 1) end
