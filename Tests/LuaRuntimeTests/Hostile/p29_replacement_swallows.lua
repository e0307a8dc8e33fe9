-- a replacement that catches the limit [limit-time]
while true do (("x"):rep(100)):gsub(".", function() pcall(function() while true do end end) end) end
