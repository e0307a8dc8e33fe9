-- TRIES: __gc under other names: through __index, on the class's class, as a field of a seal. SAFE: never called. [result limit-time]
local ran = false
local base = { __gc = function() ran = true end }
local class = setmetatable({}, { __index = base })
class.__index = class
for i = 1, 100000 do setmetatable({}, class) end
return ran and "ESCAPED: finalizer ran" or "SAFE"
