-- TRIES: an address through format, tostring, concat, error messages, sort and index errors. SAFE: no hexadecimal address anywhere [result]
local found
local function look(text) if tostring(text):find("0x%x%x%x%x") then found = tostring(text) end end
local co = coroutine.create(function() end)
for _, v in ipairs { {}, next, co, pcall, setmetatable({}, { __name = "N" }) } do
  look(tostring(v)) look(string.format("%s", v)) look(select(2, pcall(string.format, "%p", v)))
  look(select(2, pcall(function() return v + 1 end))) look(select(2, pcall(function() return v .. "x" end)))
  look(select(2, pcall(function() return #v < v end))) look(select(2, pcall(function() v.x.y = 1 end)))
  look(select(2, pcall(error, v))) look(select(2, pcall(table.concat, { v }))) look(select(2, pcall(string.rep, v)))
  look(select(2, pcall(setmetatable, v, v))) look(select(2, pcall(table.sort, { v, v, 1 })))
  look(select(2, coroutine.resume(coroutine.create(error), v))) look(select(2, pcall(ipairs))) look(select(2, load("x = = 1")))
end
return found and "ESCAPED: " .. found or "SAFE"
