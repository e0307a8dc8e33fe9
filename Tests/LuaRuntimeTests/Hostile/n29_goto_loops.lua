-- TRIES: goto in every direction, without a call. SAFE: time limit [limit-time]
do local i = 0 ::a:: i = i + 1 if i % 2 == 0 then goto b else goto c end ::b:: goto a ::c:: goto a end
