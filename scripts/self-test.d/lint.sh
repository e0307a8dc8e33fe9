passes lint-swift
echo 'let  two = 2' >Sources/JSON/Bad.swift
fails lint-swift "[Spacing]"
echo 'let two = Int("2")!' >Sources/JSON/Bad.swift
fails lint-swift "[NeverForceUnwrap]"

passes lint-lua
echo 'x = ghl' >stdlib/bad.lua
fails lint-lua "non-standard global variable 'x'"
