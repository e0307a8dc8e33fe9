-- What `ctx` is built on: the host's functions, with the lines of the rows that the host read.

---@param host table the host's functions by name
---@param args table the arguments of the run
---@param info table what the host says of the run: `now`, `today`, `event`, `rows`
---@return table primitives as `ghl.context` takes them
return function(host, args, info)
  local lines, bad = {}, {}
  for name, rows in pairs(info.rows) do
    bad[args[name]] = rows.bad
    for index, line in ipairs(rows.lines) do
      lines[args[name][index]] = line
    end
  end
  return {
    step = host.step, row_begin = host.row_begin, row_end = host.row_end, note = host.note,
    id = host.id, failure = host.failure, skip = host.skip,
    now = info.now, today = info.today, event = info.event,
    line_of = function(row) return lines[row] end,
    bad_rows = function(rows) return bad[rows] or 0 end,
  }
end
