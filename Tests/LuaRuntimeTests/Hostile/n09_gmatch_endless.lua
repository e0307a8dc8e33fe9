-- TRIES: empty matches and gmatch inside gmatch inside gsub, without end. SAFE: time limit [limit-time]
while true do for _ in ("x"):rep(1000):gmatch("") do (("y"):rep(100)):gsub("", function() for _ in ("z"):rep(100):gmatch(".-") do end end) end end
