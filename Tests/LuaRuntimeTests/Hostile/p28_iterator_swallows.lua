-- an iterator that catches the limit [limit-time]
local function forever() return function() pcall(function() while true do end end) return 1 end end
for _ in forever() do end
