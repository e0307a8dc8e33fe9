-- all ways to catch the ceiling of memory [limit-memory]
local keep = {}
while true do
  pcall(function() keep[#keep + 1] = ("x"):rep(1 << 16) end)
  coroutine.wrap(function() keep[#keep + 1] = {} for i = 1, 1000 do keep[#keep + 1] = { i } end end)()
  pcall(string.rep, "x", 1 << 30)
end
