-- TRIES: many small tables that all live, so that each collection is long and none helps. SAFE: a limit, soon after it. [limit-time limit-memory]
local keep = {}
for i = 1, 1e9 do
  keep[i] = { {}, i }
  if i % 1000 == 0 then for j = 1, 1000 do local junk = { j } end end
end
