-- TRIES: closures with two hundred upvalues each, kept by the hundred thousand. SAFE: memory limit [limit-memory limit-time]
local names = {} for i = 1, 190 do names[i] = "a" .. i end
local src = "local " .. table.concat(names, ",") .. " = ... return function() return " .. table.concat(names, "+") .. " end"
local make, t = load(src), {} while true do t[#t + 1] = make(1) end
