local clock = require "ghl.clock"

return {
  ["a moment is written in UTC"] = function(t)
    t.equal(clock.date("%Y-%m-%d %H:%M:%S %j %a %b", 0), "1970-01-01 00:00:00 001 Thu Jan")
    t.equal(clock.date("!%A %d %B %Y", 951782400), "Tuesday 29 February 2000")
    t.equal(clock.date("%Y-%m-%d %H:%M:%S", -1), "1969-12-31 23:59:59")
  end,

  ["a table of fields is a moment and back"] = function(t)
    t.equal(clock.time({ year = 2024, month = 14, day = -3, hour = 5 }), 1738040400)
    local parts = clock.date("*t", 1738040400)
    t.same({ parts.year, parts.month, parts.day, parts.hour, parts.yday, parts.wday },
      { 2025, 1, 28, 5, 28, 3 })
  end,

  ["without an argument it is the moment of the run"] = function(t)
    t.equal(clock.date("%Y-%m-%d", clock.time()), "2026-01-05")
  end,

  ["an unknown format is refused"] = function(t)
    t.raises(function() clock.date("%Q") end, "'%Q' is not known")
    t.raises(function() clock.time({ year = 2024 }) end, "'month' is missing")
  end,
}
