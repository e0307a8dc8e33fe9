-- an error object whose every metamethod loops [error]
error(setmetatable({}, { __index = function() while true do end end, __len = function() while true do end end, __pairs = function() while true do end end }))
