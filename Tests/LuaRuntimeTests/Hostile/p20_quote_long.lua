-- 4 MB of NULs quoted, four bytes for each [error limit-time]
local s = ("\0"):rep(4 << 20)
while true do ("%q"):format(s) end
