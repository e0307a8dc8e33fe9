-- TRIES: every function of every library exchanged for a loop, then the run ends. SAFE: the next run and the host see nothing of it [result]
EVIL = true
for _, lib in pairs { string, table, math, utf8, coroutine } do for k in pairs(lib) do if type(lib[k]) == "function" then lib[k] = function() while true do end end end end end
_G.leak = function() return 1 end
local t, p = type, pairs for k in p(_G) do if t(_G[k]) == "function" and k ~= "pairs" then _G[k] = nil end end
return "SAFE"
