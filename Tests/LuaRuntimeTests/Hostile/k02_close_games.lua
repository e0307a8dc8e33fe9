-- TRIES: close, resume and wrap dead, suspended and failed coroutines in every order. SAFE: errors or false, no crash. [result]
local n = 0
for round = 1, 200 do
  local co = coroutine.create(function(...) local a = { ... } coroutine.yield(#a) error({ round }) end)
  for _, step in ipairs { coroutine.resume, coroutine.close, coroutine.resume, coroutine.close } do
    if round % 2 == 0 then coroutine.resume(co) end
    pcall(step, co)
    n = n + #coroutine.status(co)
  end
end
return "SAFE: " .. n
