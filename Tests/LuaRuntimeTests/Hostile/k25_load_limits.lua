-- TRIES: too many locals, upvalues, constants, levels and operands. SAFE: errors of the compiler. [result]
local sources = {
  ("local a "):rep(300), ("function f() "):rep(300), "return " .. ("a.."):rep(2000) .. "a",
  "return " .. ("-"):rep(5000) .. "1", ("a."):rep(5000) .. "b = 1", "goto " .. ("x"):rep(5000),
  "return " .. ("{"):rep(250) .. ("}"):rep(250), "local x <close> = 1", "return " .. ("not "):rep(5000) .. "1",
  ("if a then "):rep(300) .. ("end "):rep(300), "x = " .. ("f"):rep(1000) .. ("()"):rep(5000),
}
local refused = 0
for _, source in ipairs(sources) do
  local chunk = load(source)
  if not (chunk and pcall(chunk)) then refused = refused + 1 end
end
return "SAFE: " .. refused
