-- TRIES: load that loads a load that loads, without end. SAFE: an error or a limit [error limit-time limit-depth limit-memory result]
local text = "local t = ... return load(t)(t)"
local ok, m = pcall(load(text), text)
local function nest(d) return load(function() return nest(d + 1) end) end
ok, m = pcall(nest, 1)
return ok and "SAFE: " .. type(m) or "SAFE: " .. tostring(m):sub(1, 50)
