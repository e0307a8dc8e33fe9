-- TRIES: raise nil, functions, coroutines, tables with failing __tostring, huge texts. SAFE: each comes to the host as an error. [error]
local strange = { nil, next, coroutine.create(next), setmetatable({}, { __tostring = error }) }
for i = 1, 4 do pcall(error, strange[i]) end
error(setmetatable({ message = setmetatable({}, { __tostring = error }), where = ("x"):rep(1000), kind = {} },
  { __index = error, __tostring = error }))
