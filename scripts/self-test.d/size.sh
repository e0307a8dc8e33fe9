lines() { awk -v count="$1" -v text="$2" 'BEGIN { for (i = 0; i < count; i++) print text }'; }

{ echo 'func long() {'; lines 58 '  print(1)'; echo '}'; } >Sources/JSON/Long.swift
{ echo 'local function f()'; lines 58 '  print(1)'; echo 'end'; echo 'f()'; } >stdlib/long.lua
lines 400 '// text' >Sources/JSON/Text.swift
passes check-size

{ echo 'func long('; echo '  a: Int'; echo ') {'; lines 57 '  print(1)'; echo '}'; } \
  >Sources/JSON/Long.swift
fails check-size "Sources/JSON/Long.swift:1: a function of 61 lines"
echo >Sources/JSON/Long.swift

{ echo; echo 'local function f()'; lines 59 '  print(1)'; echo 'end'; } >stdlib/long.lua
fails check-size "stdlib/long.lua:2: a function of 61 lines"
echo >stdlib/long.lua

lines 401 '// text' >Sources/JSON/Text.swift
fails check-size "Sources/JSON/Text.swift: 401 lines"
