# scripts/bootstrap in a world that has only the commands in bin.
mkdir bin
stub() { # NAME BODY
  printf '#!/bin/sh\n%s\n' "$2" >"bin/$1"
  chmod +x "bin/$1"
}
bootstrap() { # STATUS WORDS [ARGUMENT]: how it must end, and what it must say
  status=0
  PATH=$PWD/bin "$scripts/bootstrap" ${3+"$3"} >"$work/output" 2>&1 || status=$?
  [ "$status" = "$1" ] || complain "bootstrap ends with $status in place of $1"
  [ -n "$2" ] || [ ! -s "$work/output" ] || complain "bootstrap says something"
  grep -qF -- "$2" "$work/output" || [ -z "$2" ] || complain "bootstrap does not say '$2'"
}
ln -s "$(command -v env)" bin/env
bootstrap 1 "install Swift 6.3 or later"

for name in swift pkg-config luacheck luac5.4 python3 curl node busybox zsh fish chromium; do stub "$name" 'exit 0'; done
bootstrap 0 ""

rm bin/luacheck bin/python3
bootstrap 0 "" build
bootstrap 1 "install what Debian calls: lua-check python3"

stub apt-get 'echo "apt-get $*"'
stub id 'echo 0'
bootstrap 0 "apt-get install -y -qq --no-install-recommends lua-check python3"

stub id 'echo 1000'
bootstrap 1 "as root, run: apt-get install lua-check python3"
stub sudo 'echo "as root"; exec "$@"'
bootstrap 0 "as root"

stub pkg-config 'exit 1'
bootstrap 0 "liblua5.4-dev is missing (Lua itself, which runs the recipes)" build
stub apt-get 'exit 100'
bootstrap 100 "installing liblua5.4-dev" build
