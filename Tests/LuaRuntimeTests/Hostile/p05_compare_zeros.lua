-- texts of NULs are compared piece by piece by the C library [limit-time limit-memory]
local a, b = ("\0"):rep(7 << 20) .. "a", ("\0"):rep(7 << 20) .. "b"
while a < b do end
