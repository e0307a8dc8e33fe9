-- TRIES: 65,536 integer keys that all collide once the table grows: the reinsertion, inside one instruction, takes billions of steps. SAFE: left in the middle of the instruction, some time after the limit. [limit-time]
local t = {}
for i = 1, 70000 do t[i * ((1 << 17) - 1)] = true end
return "SAFE: ended"
