-- TRIES: an error table with hundreds of thousands of fields, cycles and functions. SAFE: an error [error limit-memory limit-time]
local e = {} for i = 1, 100000 do e["f" .. i] = { i, { i } } end e.kind = "x" e.message = ("m"):rep(1 << 20)
error(e)
