local permissions = require "ghl.permissions"
local scopes = require "ghl.scopes"

local function count(map)
  local n = 0
  for _ in pairs(map) do
    n = n + 1
  end
  return n
end

return {
  ["there are 48 flags, each once"] = function(t)
    local seen = {}
    for _, flag in ipairs(permissions.all) do
      seen[flag] = true
    end
    t.equal(#permissions.all, 48)
    t.equal(count(seen), 48)
  end,

  ["each flag is in exactly one group, and nothing else is"] = function(t)
    local seen = {}
    for _, flags in pairs(permissions.groups) do
      for _, flag in ipairs(flags) do
        t.equal(seen[flag], nil)
        t.equal(permissions.known(flag), true)
        seen[flag] = true
      end
    end
    t.equal(count(seen), 48)
  end,

  ["restrictions are known flags"] = function(t)
    for _, flag in ipairs(permissions.restrictions) do
      t.equal(permissions.known(flag), true)
    end
    t.equal(permissions.known("contactEnabled"), false)
  end,

  ["all_off keeps flags it does not know, off, and leaves the argument alone"] = function(t)
    local current = { newThing = true, contactsEnabled = true }
    local off = permissions.all_off(current)
    t.equal(count(off), 49)
    for _, value in pairs(off) do
      t.equal(value, false)
    end
    t.same(current, { newThing = true, contactsEnabled = true })
    t.equal(count(permissions.all_off()), 48)
  end,

  ["all_on takes the restrictions off"] = function(t)
    local on, off = permissions.all_on(), 0
    for _, value in pairs(on) do
      off = off + (value and 0 or 1)
    end
    t.equal(count(on), 48)
    t.equal(off, #permissions.restrictions)
    t.equal(on.assignedDataOnly, false)
  end,

  ["diff names each flag once, sorted, and takes absent for off"] = function(t)
    local before = { tagsEnabled = true, contactsEnabled = true, funnelsEnabled = false }
    local after = { tagsEnabled = false, contactsEnabled = true, invoiceEnabled = true }
    t.same(permissions.diff(before, after), {
      { flag = "invoiceEnabled", before = false, after = true },
      { flag = "tagsEnabled", before = true, after = false },
    })
    t.same(permissions.diff({}, {}), {})
  end,

  ["check refuses what is no flag and says what was meant"] = function(t)
    local ok, problem = permissions.check({ contactEnabled = true })
    t.equal(ok, nil)
    t.equal(problem.kind, "unknown-permission")
    t.equal(problem.hint, "did you mean 'contactsEnabled'?")
  end,

  ["check takes a flag the user has, and only true or false"] = function(t)
    t.equal(permissions.check({ newThing = true }, { newThing = false }), true)
    local ok, problem = permissions.check({ tagsEnabled = "yes" })
    t.equal(ok, nil)
    t.equal(problem.message, 'the permission "tagsEnabled" is true or false, not a string')
  end,

  ["the scopes of a flag are scopes there are, and every flag but the restrictions has some"] =
    function(t)
      for _, flag in ipairs(permissions.all) do
        for _, scope in ipairs(permissions.scopes_of(flag)) do
          t.truthy(scopes.known(scope))
        end
      end
      t.equal(#permissions.scopes_of("assignedDataOnly"), 0)
      t.truthy(#permissions.scopes_of("customMenuLinkWrite") > 0)
    end,

  ["a group that is not there is named with the nearest one"] = function(t)
    t.raises(function() permissions.scopes_of("payment") end, "did you mean 'payments'?")
    t.raises(function() permissions.group("contacts") end, "true or false")
  end,

  ["a group that is on has its restrictions off"] = function(t)
    t.same(permissions.group("automation", true),
      { workflowsEnabled = true, workflowsReadOnly = false, triggersEnabled = true })
    t.equal(permissions.group("automation", false).workflowsEnabled, false)
  end,
}
