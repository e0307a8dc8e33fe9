-- 90,000 operands of and and or in one expression [limit-time]
local s = "return " .. ("a and b or "):rep(90000) .. "b"
while true do load(s) end
