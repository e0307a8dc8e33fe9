-- TRIES: a time limit hit in a handler in a comparator in a replacement in a coroutine. SAFE: nothing goes on [limit-time]
pcall(coroutine.wrap(function()
  pcall(string.gsub, "x", "x", function() pcall(table.sort, { 2, 1 }, function() xpcall(error, function() while true do end end) return pcall(error) end) end)
end))
return "ESCAPED: went on"
