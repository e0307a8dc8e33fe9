-- TRIES: variables to be closed, with every kind of value. SAFE: only nil and false can be closed [result]
local n = 0
for _, v in ipairs { "{}", "setmetatable({}, {})", "1", "'x'", "print or next", "coroutine.create(next)", "null" } do
  local c = load("local v <close> = " .. v .. " return 1") if not (c and pcall(c)) then n = n + 1 end
end
local ok = load("local a <close>, b <const> = nil, 1 local c <close> = false return 1")
return n == 7 and ok == nil and "SAFE" or "SAFE: " .. n
