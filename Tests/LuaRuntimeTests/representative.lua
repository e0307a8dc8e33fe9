-- What recipes do: objects, lists, text, sorting, coroutines, errors and calls of the host.
local Person = {}
Person.__index = Person
Person.__tostring = function(self) return self.last .. ", " .. self.first end

local people = {}
for i = 1, 20 do
  people[i] = setmetatable({ first = "f" .. i, last = ("x"):rep(i % 7), rank = i * 37 % 11 }, Person)
end
table.sort(people, function(a, b)
  if a.rank ~= b.rank then return a.rank < b.rank end
  return a.first < b.first
end)

local function ranks()
  return coroutine.wrap(function()
    for _, person in ipairs(people) do coroutine.yield(person.rank) end
  end)
end
local sum = 0
for rank in ranks() do sum = sum + rank end

local lines = {}
for i, person in ipairs(people) do
  lines[i] = ("%2d %-20s %s"):format(i, tostring(person), person.first:upper():gsub("F", "g"))
end
local caught, problem = pcall(function() error({ kind = "test", code = #lines }) end)
local chunk = load("local a, b = ... return a * b")
local fields = {}
for key, value in pairs { zebra = 1, apple = 2, [3] = "three" } do
  fields[#fields + 1] = tostring(key) .. "=" .. tostring(value)
end
return {
  sum = sum, text = table.concat(lines, "\n"), caught = caught, code = problem.code,
  product = chunk(6, 7), fields = fields, echo = host.echo({ people[1].first, { rank = people[1].rank } }),
}
