# check-repl and check-completions, with a stand-in for ghlua that knows neither.
mkdir -p .build/debug
printf '#!/bin/sh\necho "ghlua> "\n' >.build/debug/ghlua
chmod +x .build/debug/ghlua
export GHLUA="$PWD/.build/debug/ghlua"
fails check-repl "it ended"
! "$scripts/check-completions" bash >"$work/output" 2>&1 || complain "check-completions passes"
grep -qF "bash: failed" "$work/output" || complain "check-completions does not say what failed"
unset GHLUA
