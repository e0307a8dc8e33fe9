-- 32,000 gotos to one label, moved one by one when it comes [limit-time limit-chunk]
local s = ("goto a "):rep(32000) .. "::a::"
for i = 1, 1000 do load(s) end
return "SAFE"
