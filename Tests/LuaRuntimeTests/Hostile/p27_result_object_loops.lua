-- a result whose every metamethod loops [result]
return setmetatable({}, { __index = function() while true do end end, __len = function() while true do end end, __pairs = function() while true do end end })
