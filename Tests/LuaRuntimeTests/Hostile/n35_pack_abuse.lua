-- TRIES: pack and unpack formats with huge sizes, alignments, counts and positions. SAFE: errors [result limit-time]
local n = 0
for _, f in ipairs { "i17", "i0", "!17i", "s16x", "c", "Xz", "X", "c4294967296", "j" .. ("x"):rep(1 << 20), "!3i8", "z\0", "<>=!i16i16i16" } do if not pcall(string.pack, f, 1, 2, 3) then n = n + 1 end end
for _, p in ipairs { math.maxinteger, math.mininteger, 0, -5 } do pcall(string.unpack, "i16", "xxxx", p) pcall(string.unpack, "s8", ("\xff"):rep(8), p) pcall(string.unpack, "z", "abc", p) end
pcall(string.packsize, ("i16"):rep(1 << 18)) pcall(string.packsize, "c2147483647c2147483647") pcall(string.unpack, ("c0"):rep(1 << 18), "")
return n >= 8 and "SAFE: " .. n or "ESCAPED: " .. n
