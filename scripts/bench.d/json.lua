-- A list of users written as JSON by plain Lua: tables, types, string pieces.
local escapes = { ['"'] = '\\"', ["\\"] = "\\\\", ["\n"] = "\\n" }
local function encode(value, out)
  local kind = type(value)
  if kind == "table" and #value > 0 then
    out[#out + 1] = "["
    for i, item in ipairs(value) do
      if i > 1 then out[#out + 1] = "," end
      encode(item, out)
    end
    out[#out + 1] = "]"
  elseif kind == "table" then
    out[#out + 1] = "{"
    local first = true
    for key, item in pairs(value) do
      if not first then out[#out + 1] = "," end
      first = false
      encode(key, out)
      out[#out + 1] = ":"
      encode(item, out)
    end
    out[#out + 1] = "}"
  elseif kind == "string" then
    out[#out + 1] = '"' .. value:gsub('[%c"\\]', escapes) .. '"'
  else
    out[#out + 1] = tostring(value)
  end
end
local users = {}
for i = 1, 300 do
  users[i] = {
    id = "id" .. i, email = "user" .. i .. "@acme.test", active = i % 2 == 0, age = i % 90,
    note = 'says "hi"\n', roles = { type = "account", role = "user" }, locations = { "a", "b", "c" },
  }
end
local size = 0
for _ = 1, 25 do
  local out = {}
  encode(users, out)
  size = size + #table.concat(out)
end
return size
