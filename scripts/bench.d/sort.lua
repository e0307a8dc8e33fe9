-- Records sorted by two fields, and numbers.
local seed = 42
local function random()
  seed = (seed * 1103515245 + 12345) % 2147483648
  return seed
end
local records, numbers = {}, {}
for i = 1, 30000 do
  records[i] = { group = random() % 100, name = "n" .. random() % 5000 }
  numbers[i] = random()
end
table.sort(records, function(a, b)
  if a.group ~= b.group then return a.group < b.group end
  return a.name < b.name
end)
table.sort(numbers)
local words = {}
for i, record in ipairs(records) do words[i] = record.name end
table.sort(words)
return words[1] .. numbers[1]
