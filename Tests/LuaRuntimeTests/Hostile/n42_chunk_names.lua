-- TRIES: chunk names of megabytes, with bytes that are no text, and names that look like the host's. SAFE: they stay names [result limit-memory limit-time]
for _, n in ipairs { "@/etc/passwd", "=ghl.boot", "=[C]", ("x"):rep(4 << 20), "\xff\xfe\0x", "@" .. ("\n"):rep(1000) } do
  local c = load("local t = ... return t.x.y", n) local ok, m = pcall(c, {})
  if tostring(m):find("^/etc") then return "ESCAPED: " .. m end
end
return "SAFE"
