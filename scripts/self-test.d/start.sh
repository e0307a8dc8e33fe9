# scripts/ghlua with a stand-in for swift, which "builds" a script that shows its arguments.
mkdir -p bin scripts
cp "$scripts/ghlua" scripts
printf '#!/bin/sh\nexit 0\n' >scripts/bootstrap
cat >bin/swift <<'SH'
#!/bin/sh
echo "building"
mkdir -p "$3/.build/release"
printf '#!/bin/sh\nprintf "<%%s>" "$@"\nexit 6\n' >"$3/.build/release/ghlua"
chmod +x "$3/.build/release/ghlua"
touch -d '1 hour' "$3/Package.resolved" # swift writes it during the build
[ ! -e "$3/broken" ]
SH
chmod +x bin/swift scripts/bootstrap
ln -s "$PWD/scripts/ghlua" bin/ghlua

start() { # STATUS OUTPUT BUILDS: how scripts/ghlua 'a b' c must end
  status=0
  PATH=$PWD/bin:$PATH ghlua 'a b' c >"$work/output" 2>"$work/errors" || status=$?
  [ "$status" = "$1" ] || complain "ghlua ends with $status in place of $1"
  [ "$(cat "$work/output")" = "$2" ] || complain "ghlua does not print '$2'"
  [ "$(grep -c '^building' "$work/errors")" = "$3" ] || complain "ghlua does not build $3 times"
  # File times are coarse: makes sure that what comes next is newer.
  find . ! -name Package.resolved -exec touch -h -d '1 minute ago' {} +
}
start 6 '<a b><c>' 1
start 6 '<a b><c>' 0
echo 'let two = 2' >Sources/JSON/Two.swift
start 6 '<a b><c>' 1
start 6 '<a b><c>' 0
rm stdlib/one.lua
start 6 '<a b><c>' 1
touch broken Package.swift
start 1 '' 1
rm broken
touch Package.swift
start 6 '<a b><c>' 1
start 6 '<a b><c>' 0
