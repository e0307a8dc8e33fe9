-- TRIES: formats of os.date that C libraries dislike, and a clock of the machine. SAFE: no os here, or an error. [result]
if not os then return "SAFE: no os" end
local bad = 0
for _, format in ipairs { "%", "%E", "%Ez", "%O", ("%c"):rep(1000), "*t", "!%5", "%\0" } do
  if not pcall(os.date, format, 1 << 60) then bad = bad + 1 end
end
return (os.getenv or os.execute or os.tmpname) and "ESCAPED: os reaches outside" or "SAFE: " .. bad
