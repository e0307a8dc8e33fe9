-- TRIES: replacements of the wrong types, % at the end, captures that do not exist. SAFE: errors [result]
local n = 0
for _, r in ipairs { "%", "%9", "%a", "%%%" } do if not pcall(string.gsub, "abc", "(b)", r) then n = n + 1 end end
for _, r in ipairs { true, coroutine.create(next), null } do if not pcall(string.gsub, "abc", "b", r) then n = n + 1 end end
for _, v in ipairs { {}, true, next } do if v ~= true and not pcall(string.gsub, "abc", "b", function() return v end) then n = n + 1 end end
return n >= 8 and "SAFE: " .. n or "ESCAPED: " .. n
