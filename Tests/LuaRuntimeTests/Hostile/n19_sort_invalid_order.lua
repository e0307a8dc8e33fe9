-- TRIES: sort with orders that contradict themselves, change the table, or are random. SAFE: an end, nothing lost [result limit-time]
local function fill() local t = {} for i = 1, 3000 do t[i] = i * 7 % 311 end return t end
for _, less in ipairs { function() return true end, function() return false end, function(a, b) return a <= b end, function() return math.random() < .5 end } do
  local t, sum = fill(), 0 pcall(table.sort, t, less)
  for i = 1, 3000 do sum = sum + t[i] end
  local want = 0 for _, v in ipairs(fill()) do want = want + v end
  if sum ~= want then return "ESCAPED: lost elements" end
end
local t t = fill() pcall(table.sort, t, function(a, b) t[#t] = nil t[#t + 1] = {} return (tonumber(a) or 0) < (tonumber(b) or 0) end)
return "SAFE"
