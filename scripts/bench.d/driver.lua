-- Runs each program once and prints its name and the processor's seconds it took.
for _, path in ipairs(arg) do
  local program = assert(loadfile(path))
  local start = os.clock()
  program()
  print(("%s %.6f"):format(path:match("(%w+)%.lua$"), os.clock() - start))
end
