-- a reader that catches the limit [limit-time]
while true do pcall(load, function() pcall(function() while true do end end) return "x" end) end
