-- TRIES: widths, precisions and conversions without end through format. SAFE: time limit [limit-time]
while true do
  pcall(string.format, ("%99.99f"):rep(400), table.unpack((function() local t = {} for i = 1, 400 do t[i] = 1e308 end return t end)()))
end
