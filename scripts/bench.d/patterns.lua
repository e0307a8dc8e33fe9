-- Ordinary patterns on ordinary texts: our own matcher beside stock Lua's.
local line = 'ann.lee@acme.test, "Ann Lee", +49 (30) 123-4567, 2026-11-21T09:30:00Z, Berlin; Lisbon'
local text = (line .. "\n"):rep(40)
local found = 0
for _ = 1, 200 do
  for one in text:gmatch("[^\n]+") do
    local name, host = one:match("^([%w%.]+)@([%w%.]+)")
    local year, month, day = one:match("(%d+)-(%d+)-(%d+)T")
    local quoted = one:match('"(.-)"')
    found = found + #name + #host + #quoted + year + month + day
    if one:find("Lisbon", 1, true) and one:find("%s+%S+$") then
      found = found + 1
    end
  end
  local clean = text:gsub("[%s%p]+", " "):gsub("%f[%a]%l", string.upper)
  found = found + #clean + select(2, text:gsub("%b()", ""))
end
return found
