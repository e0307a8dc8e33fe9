-- TRIES: pack and unpack of a megabyte of options, without end. SAFE: time limit [limit-time error limit-memory]
local f = ("B"):rep(200000) local s = ("x"):rep(200000)
while true do string.unpack(f, s) end
