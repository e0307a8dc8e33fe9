-- Text built, taken apart and changed: concatenation, format, patterns.
local total = 0
for round = 1, 60 do
  local lines = {}
  for i = 1, 500 do
    local name = "user" .. i .. "@acme.test"
    lines[#lines + 1] = ("%05d;%s;%s"):format(i, name, name:upper())
  end
  local text = table.concat(lines, "\n")
  for number, name in text:gmatch("(%d+);([^;]+)") do total = total + #name + tonumber(number) end
  total = total + #text:gsub("user(%d+)", "<%1>") + #text:rep(2, "-"):reverse()
  local grown = ""
  for i = 1, 200 do grown = grown .. i .. "," end
  total = total + #grown
end
return total
