local date = require "date"

return {
  ["a date is read into its parts"] = function(t)
    t.same(date.parse("2026-03-31"), { year = 2026, month = 3, day = 31 })
  end,

  ["an instant is turned to UTC and loses its fractions"] = function(t)
    t.equal(date.format(date.parse("2026-03-31T08:30:15.123Z")), "2026-03-31T08:30:15Z")
    t.equal(date.format(date.parse("2025-12-31T23:30:00-02:00")), "2026-01-01T01:30:00Z")
    t.equal(date.format(date.parse("2024-03-01T00:15:00+05:30")), "2024-02-29T18:45:00Z")
  end,

  ["what is no date gives a problem that shows how to write one"] = function(t)
    local wrong = {
      "", "today", "2026-3-1", "2026-02-29", "2026-13-01", "2026-00-10", "2026-01-00",
      "2026-04-31", "2026-01-01T", "2026-01-01T25:00:00Z", "2026-01-01T10:60:00Z",
      "2026-01-01T10:00:00", "2026-01-01T10:00:00+99:00", "31.03.2026",
    }
    for _, text in ipairs(wrong) do
      local parts, problem = date.parse(text)
      t.equal(parts, nil)
      t.equal(problem.kind, "invalid-date")
      t.equal(problem.message, ('"%s" is not a date'):format(text))
    end
  end,

  ["leap years follow the calendar"] = function(t)
    t.truthy(date.parse("2024-02-29"))
    t.truthy(date.parse("2000-02-29"))
    t.equal(date.parse("1900-02-29"), nil)
    t.equal(date.parse("2100-02-29"), nil)
  end,

  ["each day is followed by the next one, through leap years"] = function(t)
    local lengths = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 }
    local year, month, day = 1999, 12, 31
    for offset = 0, 1500 do
      local expected = ("%04d-%02d-%02d"):format(year, month, day)
      t.equal(date.add_days("1999-12-31", offset), expected)
      t.equal(date.diff_days("1999-12-31", expected), offset)
      local leap = month == 2 and (year == 2000 or year == 2004) and 1 or 0
      day = day + 1
      if day > lengths[month] + leap then
        month, day = month % 12 + 1, 1
        year = month == 1 and year + 1 or year
      end
    end
  end,

  ["days can be taken away, and an instant keeps its time"] = function(t)
    t.equal(date.add_days("1970-01-01", -1), "1969-12-31")
    t.equal(date.add_days("2026-02-28T23:59:59Z", 1), "2026-03-01T23:59:59Z")
  end,

  ["a month later is the last day where the month is too short"] = function(t)
    t.equal(date.add_months("2026-01-31", 1), "2026-02-28")
    t.equal(date.add_months("2024-01-31", 1), "2024-02-29")
    t.equal(date.add_months("2026-03-31", -1), "2026-02-28")
    t.equal(date.add_months("2026-11-30", 14), "2028-01-30")
    t.equal(date.add_months("2026-01-15", -13), "2024-12-15")
  end,

  ["weekdays are right"] = function(t)
    local number, name = date.weekday("1970-01-01")
    t.equal(number, 4)
    t.equal(name, "Thursday")
    t.equal((date.weekday("2024-02-29")), 4)
    t.equal((date.weekday("1969-12-28")), 7)
    t.equal((date.weekday("2026-11-23")), 1)
  end,

  ["compare puts a date at its midnight"] = function(t)
    t.equal(date.compare("2026-03-31", "2026-04-01"), -1)
    t.equal(date.compare("2026-03-31", "2026-03-31T00:00:00Z"), 0)
    t.equal(date.compare("2026-03-31T10:00:00+02:00", "2026-03-31T08:00:01Z"), -1)
    t.equal(date.compare("2026-04-01", "2026-03-31T23:59:59Z"), 1)
  end,

  ["reckoning with what is no date is the caller's mistake"] = function(t)
    t.raises(function() date.add_days("soon", 1) end, '"soon" is not a date')
    t.raises(function() date.compare("2026-01-01", "never") end, '"never" is not a date')
  end,
}
