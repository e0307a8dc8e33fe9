passes check-layers

rm Sources/Planning/Two.swift
mkdir -p Sources/CSV Sources/Diagnostics Sources/Mystery Extra/Sources/Extra
cat "$scripts/self-test.d/bad-package.txt" >Package.swift
cat >Extra/Package.swift <<'SWIFT'
// swift-tools-version:6.2
import PackageDescription

let package = Package(
  name: "Extra", products: [.library(name: "Extra", targets: ["Extra"])],
  targets: [.target(name: "Extra")])
SWIFT
for folder in Extra/Sources/Extra Sources/Diagnostics Sources/Mystery; do
  echo 'let one = 1' >"$folder/One.swift"
done
echo 'public import struct Planning.Plan' >Sources/CSV/Import.swift
printf 'import Foundation\nimport CLua\nimport Testing\nlet two = unsafe 2\n' \
  >Sources/JSON/Bad.swift
printf '// unsafe\nlet unsafely = 1\nimport Extra\n' >Sources/Planning/Good.swift

fails check-layers "Mystery: has no layer"
says() { grep -qxF "check-layers: $1" "$work/output" || complain "check-layers does not say '$1'"; }
says "JSON: must not depend on Planning; arrows only point down"
says "CSV: must not depend on Diagnostics; arrows only point down"
says "Extra: used by CSV, Planning; one target wraps it"
says "Sources/CSV/Import.swift:1: imports Planning, which CSV does not declare"
says "Sources/JSON/Bad.swift:1: Foundation slows every start; import FoundationEssentials"
says "Sources/JSON/Bad.swift:2: only LuaRuntime imports CLua"
says "Sources/JSON/Bad.swift:3: only tests import Testing"
says "Sources/JSON/Bad.swift:4: the word 'unsafe' belongs in LuaRuntime only"
[ "$(grep -c '^check-layers' "$work/output")" = 9 ] || complain "check-layers says too much"
