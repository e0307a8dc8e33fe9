local n = "a" .. ("b"):rep(3)
local r = recipe { name = n, version = "1", summary = n:upper(), run = next, doc = [[
 x
]], examples = { "a" }, on = { "x" }, schedule = "0 * * * *", fixtures = { a = { users = {} } } }
return r
