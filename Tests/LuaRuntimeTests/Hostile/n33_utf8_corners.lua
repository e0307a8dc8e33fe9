-- TRIES: utf8 functions with broken, overlong and endless texts and positions at the ends. SAFE: errors or nil [result limit-time]
local bad = { "\xff", "\xc0\x80", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xfd\xbf\xbf\xbf\xbf\xbf", "\x80", "\xe2\x82", ("\x80"):rep(100000) }
for _, s in ipairs(bad) do
  for _, p in ipairs { math.mininteger, -1, 0, 1, math.maxinteger } do
    for _, f in ipairs { utf8.len, utf8.codepoint, utf8.offset } do pcall(f, s, p) pcall(f, s, p, p) pcall(f, s, p, math.maxinteger) end
  end
  pcall(function() for _ in utf8.codes(s) do end end) pcall(function() for _ in utf8.codes(s, true) do end end)
end
return (pcall(utf8.char, 1 << 31) or pcall(utf8.char, -1)) and "ESCAPED" or "SAFE"
