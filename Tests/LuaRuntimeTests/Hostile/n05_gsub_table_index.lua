-- TRIES: gsub with a table whose __index grows it and recurses into gsub. SAFE: error or limit [error limit-time limit-depth limit-memory]
local t t = setmetatable({}, { __index = function(_, k) return (k:gsub(".", t)) .. k end })
return "ESCAPED " .. ("abc"):gsub("%w", t)
