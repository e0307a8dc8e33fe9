-- a reader that gives spaces for ever [limit-chunk limit-time]
load(function() return " " end)
