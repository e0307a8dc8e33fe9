-- TRIES: a chain of 3,000 __index tables, walked inside one instruction. SAFE: error: the chain is too long. [result]
local object = {}
for i = 1, 3000 do object = setmetatable({}, { __index = object }) end
local ok, e = pcall(function() return object.absent end)
return ok and "ESCAPED: walked" or "SAFE: " .. tostring(e):sub(1, 60)
