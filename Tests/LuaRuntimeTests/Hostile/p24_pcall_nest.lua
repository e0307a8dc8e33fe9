-- pcall calls pcall calls pcall [result]
local function f(...) return pcall(f, ...) end
f()
local function g(...) return xpcall(g, function(e) return e end, ...) end
g()
local function h(...) return select(2, pcall(h, ...)) end
h()
return "SAFE"
