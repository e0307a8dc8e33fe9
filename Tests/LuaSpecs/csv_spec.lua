local csv = require "csv"

return {
  ["rows are keyed by the first line"] = function(t)
    local rows = csv.decode('email,note\nana@acme.test,"Hi, ""all"""\nbo@acme.test,\n')
    t.equal(#rows, 2)
    t.equal(rows[1].email, "ana@acme.test")
    t.equal(rows[1].note, 'Hi, "all"')
    t.equal(rows[2].email, "bo@acme.test")
  end,

  ["a quote that is never closed gives a problem"] = function(t)
    local rows, problem = csv.decode('a,b\n"1,2\n')
    t.equal(rows, nil)
    t.equal(problem.kind, "invalid-csv")
    t.truthy(#problem.message > 0)
  end,

  ["columns are written in the order they are given, quoted where needed"] = function(t)
    local text = csv.encode({ { b = "x,y", a = 1 }, { a = 2 } }, { "a", "b" })
    t.equal(text, 'a,b\n1,"x,y"\n2,\n')
  end,

  ["a list longer than the host takes at once has one header and all its rows"] = function(t)
    local rows = {}
    for i = 1, 60000 do
      rows[i] = { email = ("person-%05d@acme.test"):format(i), note = "x" }
    end
    local text = csv.encode(rows, { "email", "note" })
    t.equal(#text, #"email,note\n" + 60000 * #"person-00001@acme.test,x\n")
    t.equal(text:sub(-25), "person-60000@acme.test,x\n")
  end,

  ["what cannot be written or read is the caller's mistake"] = function(t)
    t.raises(function() csv.decode(nil) end, "takes a text, not a nil")
    t.raises(function() csv.encode({}, "email") end, "a list of column names")
  end,
}
