local nearest = require "ghl.nearest"

return {
  ["a slip of the keys finds the name that was meant"] = function(t)
    local names = { "each", "each_row", "note", "search" }
    t.equal(nearest.hint("eachrwo", names), "did you mean 'each_row'?")
    t.equal(nearest.hint("serach", names), "did you mean 'search'?")
    t.equal(nearest.hint("Note", names), "did you mean 'note'?")
  end,

  ["what is far from every name finds none"] = function(t)
    t.equal(nearest.hint("banana", { "each", "note" }), nil)
    t.equal(nearest.hint("x", {}), nil)
    t.equal(nearest.hint(7, { "each" }), nil)
    t.equal(nearest.hint(("n"):rep(500), { "note" }), nil)
  end,

  ["a sentence has the hint only when there is one"] = function(t)
    t.equal(nearest.sentence({ message = "no x" }), "no x")
    t.equal(nearest.sentence({ message = "no x", hint = "try y" }), "no x; try y")
  end,
}
