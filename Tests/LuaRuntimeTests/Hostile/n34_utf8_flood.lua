-- TRIES: utf8 functions over eight megabytes again and again. SAFE: time limit [limit-time limit-memory error]
local s = ("\xf0\x9f\x98\x80"):rep(1 << 20)
while true do utf8.len(s) pcall(utf8.codepoint, s, 1, -1) utf8.offset(s, 1 << 19) for _ in utf8.codes(s) do end end
