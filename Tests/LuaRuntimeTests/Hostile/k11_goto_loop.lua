-- TRIES: an endless loop of gotos that catches everything. SAFE: time limit. [limit-time]
::again::
pcall(function() ::inner:: goto inner end)
goto again
