local scopes = require "ghl.scopes"

return {
  ["version 2 has 189 scopes and version 3 five more, none twice"] = function(t)
    local seen, different = {}, 0
    for _, scope in ipairs(scopes.all) do
      different = different + (seen[scope] and 0 or 1)
      seen[scope] = true
    end
    t.equal(#scopes.v2, 189)
    t.equal(#scopes.v3_extra, 5)
    t.equal(different, 194)
  end,

  ["each scope is in exactly one group"] = function(t)
    local seen, total = {}, 0
    for _, group in pairs(scopes.groups) do
      for _, scope in ipairs(group) do
        t.equal(seen[scope], nil)
        seen[scope] = true
        total = total + 1
      end
    end
    t.equal(total, 194)
  end,

  ["templates hold known scopes only, each once"] = function(t)
    t.same(scopes.templates, { "marketing", "read-only", "sales", "support" })
    for _, name in ipairs(scopes.templates) do
      local seen = {}
      for _, scope in ipairs(scopes.template(name)) do
        t.equal(scopes.known(scope), true)
        t.equal(seen[scope], nil)
        seen[scope] = true
      end
    end
  end,

  ["read-only has nothing that writes"] = function(t)
    for _, scope in ipairs(scopes.template("read-only")) do
      t.truthy(scope:find("%.readonly$"))
    end
  end,

  ["a template is a new list each time"] = function(t)
    local first = scopes.template("sales")
    first[1] = "changed"
    t.equal(scopes.template("sales")[1], "contacts.write")
  end,

  ["a template that is not there is named with the nearest"] = function(t)
    t.raises(function() scopes.template("sale") end, "did you mean 'sales'?")
    t.raises(function() scopes.template("finance") end, "known are marketing, read-only")
  end,

  ["diff gives what came and what went, sorted"] = function(t)
    local change = scopes.diff(
      { "contacts.write", "blogs.write" },
      { "workflows.write", "contacts.write", "forms.write" })
    t.same(change, { added = { "forms.write", "workflows.write" }, removed = { "blogs.write" } })
  end,
}
