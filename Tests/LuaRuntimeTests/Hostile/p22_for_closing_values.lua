-- odd fourth values of a for, odd values to close [result]
local ok1, e1 = pcall(function() for i in next, {}, nil, setmetatable({}, { __close_ = 1 }) do end end)
local ok2, e2 = pcall(function() for i in next, {}, nil, null do end end)
local ok3, e3 = pcall(function() for i in next, {}, nil, coroutine.create(print or type) do end end)
local ok4 = pcall(function() for i in next, {}, nil, false do end end)
local ok5 = pcall(function() local x <close> = null end)
local ok6 = pcall(function() local x <close> = ro end)
return "SAFE " .. tostring(ok1) .. tostring(ok2) .. tostring(ok3) .. tostring(ok4) .. tostring(ok5) .. tostring(ok6)
