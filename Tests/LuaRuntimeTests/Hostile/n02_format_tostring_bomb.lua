-- TRIES: __tostring that returns 8 MB, three hundred times in one format. SAFE: memory limit [limit-memory limit-time error]
local big = ("x"):rep(8 << 20)
local o = setmetatable({}, { __tostring = function() return big end })
local t = {}
for i = 1, 300 do t[i] = o end
local s = string.format(("%s"):rep(300), table.unpack(t))
return "ESCAPED: " .. #s
