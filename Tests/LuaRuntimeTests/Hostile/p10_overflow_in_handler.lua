-- a message handler that overflows the stack again [limit-depth limit-time]
local function over() return 1 + over() end
while true do xpcall(over, over) end
