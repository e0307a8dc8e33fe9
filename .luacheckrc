-- What a recipe may use: Lua 5.4 and the names that ghlua adds.
std = "lua54"
read_globals = { "recipe", "p", "test", "ghl", "args", "null", "log" }
max_line_length = 100
-- For editors only: declares the names above.
exclude_files = { "stdlib/meta", "stdlib/templates/language.d.lua" }
