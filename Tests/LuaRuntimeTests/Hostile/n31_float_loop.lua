-- TRIES: a float loop whose step is too small to move. SAFE: time limit [limit-time]
for _ = 1e16, 1e16 + 4, 0.5 do end return "ESCAPED: ended"
