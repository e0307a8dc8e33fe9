-- TRIES: a sort inside the comparator of a sort, two hundred levels deep, of big tables. SAFE: C stack overflow as an error, or a limit [result error limit-time limit-memory]
local big = {} for i = 1, 5000 do big[i] = {} end
local function nest(d) table.sort(big, function() nest(d + 1) return false end) end
local ok, m = pcall(nest, 1)
return ok and "ESCAPED" or "SAFE " .. tostring(m):sub(1, 60)
