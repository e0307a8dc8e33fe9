-- TRIES: rawset and setmetatable on the tables of the environment, to reach the host's code. SAFE: they are this run's own. [result]
for name, value in pairs(_G) do
  if type(value) == "table" and value ~= _G then pcall(setmetatable, value, { __index = function() return error end }) end
end
rawset(string, "format", nil) rawset(table, "concat", nil) rawset(_G, "setmetatable", nil)
return getmetatable("") and "ESCAPED" or "SAFE"
