-- TRIES: back references and balances that compare megabytes again and again. SAFE: time limit [limit-time error]
local s = ("a"):rep(1 << 21) .. "b"
while true do s:find("^(a-)(a-)%1%2%1$") s:find("%b\0\1") s:find("(.-)%1%1%1x") end
