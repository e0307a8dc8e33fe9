-- TRIES: one concat of two hundred operands, of a megabyte each. SAFE: memory limit [limit-memory]
local a = ("x"):rep(1 << 20)
local s = load("local a = ... return " .. ("a.."):rep(180) .. "a")(a)
return "ESCAPED: " .. #s
