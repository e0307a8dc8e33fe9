-- TRIES: 60 tables that stand for 2^60 values, handed to the host. SAFE: error: too large to hand over. [error limit-time]
local t = { 1 }
for i = 1, 60 do t = { t, t } end
return t
