-- TRIES: find the sealed copy of a metatable: pairs, next, rawget, rawlen, unpack, a copy of all keys. SAFE: no key leads to it. [result]
local class = { 1, 2, name = "x", __index = {} }
setmetatable({}, class)
local seen = 0
for k, v in pairs(class) do seen = seen + 1 if type(k) ~= "string" and type(k) ~= "number" then return "ESCAPED: " .. type(k) end end
local k, v = next(class)
while k ~= nil do seen = seen - 1 if k == null or type(k) == "userdata" then return "ESCAPED: by next" end k, v = next(class, k) end
if rawget(class, null) ~= nil or seen ~= 0 or #class ~= 2 or rawlen(class) ~= 2 then return "ESCAPED" end
return "SAFE"
