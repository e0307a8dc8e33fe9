-- TRIES: tens of thousands of labels and gotos in one function. SAFE: an end or time limit [result limit-time]
local p = {} for i = 1, 30000 do p[i] = "goto e" .. i .. " " end
local q = {} for i = 1, 30000 do q[i] = "::e" .. i .. ":: " end
local c, m = load(table.concat(p) .. table.concat(q))
return "SAFE: " .. tostring(m or "compiled"):sub(1, 60)
