# check-generated, with a stand-in for ghlua that makes one page and one file of types.
mkdir -p .build/debug
cat >.build/debug/ghlua <<'END'
#!/bin/sh
mkdir -p reference .ghlua/types
echo "a page" >reference/README.md
echo "types" >.ghlua/types/ghl.d.lua
END
chmod +x .build/debug/ghlua
GHLUA=$PWD/.build/debug/ghlua "$scripts/generate" stdlib
passes check-generated
echo "an edit" >>stdlib/reference/README.md
fails check-generated 'stdlib/reference is stale'
GHLUA=$PWD/.build/debug/ghlua "$scripts/generate" stdlib
echo "one too many" >stdlib/meta/old.d.lua
fails check-generated 'stdlib/meta is stale'
