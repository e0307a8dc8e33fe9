-- TRIES: garbage in pieces just under the ceiling, again and again. SAFE: time limit, memory as allowed [limit-time limit-memory]
while true do local t = {} for i = 1, 60 do t[i] = ("x"):rep(100000) .. i end end
