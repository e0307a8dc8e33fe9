-- TRIES: error objects whose metamethods raise errors, in handlers of handlers. SAFE: an error [error]
local o = setmetatable({}, { __tostring = function() error(setmetatable({}, { __tostring = error })) end, __index = function() error("x") end })
xpcall(error, function(e) xpcall(error, function() error(o) end, o) error(e) end, o)
error(o)
