-- TRIES: sources nested a hundred thousand deep: parentheses, tables, functions, concats, powers, nots, ifs, blocks, calls. SAFE: errors of the compiler [result limit-time]
local d, bad = 90000, 0
local sources = { "return " .. ("("):rep(d) .. "1" .. (")"):rep(d), "return " .. ("{"):rep(d) .. ("}"):rep(d), ("do "):rep(d) .. ("end "):rep(d), "return " .. ("a.."):rep(d) .. "a",
  "return " .. ("2^"):rep(d) .. "2", "return " .. ("not "):rep(d) .. "1", "return " .. ("function() return "):rep(d / 10) .. "1" .. (" end"):rep(d / 10), "return f" .. ("{f"):rep(d) .. ("}"):rep(d),
  ("while a do "):rep(d / 10) .. ("end "):rep(d / 10), "local a = " .. ("-"):rep(d) .. "1", "return a" .. ("[a"):rep(d) .. ("]"):rep(d), ("repeat "):rep(d / 10) .. ("until a "):rep(d / 10), "return " .. ("a<"):rep(d) .. "a" }
for _, s in ipairs(sources) do if not load(s) then bad = bad + 1 end end
return bad >= 10 and "SAFE: " .. bad or "ESCAPED: " .. bad
