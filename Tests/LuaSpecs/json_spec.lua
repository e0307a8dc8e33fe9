local json = require "json"

return {
  ["what was read is written the same"] = function(t)
    local text = '{"a":[],"b":{},"c":null,"d":[1,2.5,"x"],"e":true}'
    t.equal(json.encode(json.decode(text)), text)
  end,

  ["null is kept apart from absent"] = function(t)
    local value = json.decode('{"phone":null}')
    t.equal(value.phone, json.null)
    t.equal(value.name, nil)
    t.equal(json.null, null)
  end,

  ["an empty list is written as a list when it is marked"] = function(t)
    t.equal(json.encode({ list = json.array({}) }), '{"list":[]}')
    t.equal(json.encode(json.array({ 1 })), "[1]")
  end,

  ["text that is no JSON gives a problem"] = function(t)
    local value, problem = json.decode('{"a":')
    t.equal(value, nil)
    t.equal(problem.kind, "invalid-json")
    t.truthy(#problem.message > 0)
  end,

  ["only text is read"] = function(t)
    t.raises(function() json.decode({}) end, "takes a text, not a table")
  end,
}
