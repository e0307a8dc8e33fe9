-- TRIES: hand a value nested 5,000 deep to the host. SAFE: an error with a path. [error]
local t = {}
for i = 1, 5000 do t = { t } end
return t
