# A program that needs the system's libraries is no static one.
! "$scripts/check-static" "$work/package" >"$work/output" 2>&1 || complain "check-static needs no binary"
mkdir -p .build-static
cp "$(command -v env)" .build-static/ghlua
fails check-static "the binary has INTERP"
