-- the longest floats in the widest format [limit-time]
while true do string.format(("%99.99f"):rep(490), table.unpack((function() local t = {} for i = 1, 490 do t[i] = -1.7976931348623157e308 end return t end)())) end
