#!/bin/sh
# Prints the copyright file: ours, and the licence of each library in CHECKOUTS, each text once.
set -eu
parts=${0%/*}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cat "$parts/copyright"
for folder in "$1"/*/; do
  name=$(basename "$folder")
  for text in "$folder"LICENSE* "$folder"NOTICE*; do
    [ -f "$text" ] || continue
    sum=$(sha256sum <"$text" | cut -c 1-16)
    printf '%s (%s)\n' "$name" "$(basename "$text")" >>"$work/$sum.names"
    cp "$text" "$work/$sum.text"
  done
done
for names in "$work"/*.names; do
  printf '\n%s\n\nOf these libraries in the program:\n' "-----"
  sed 's/^/ * /' "$names"
  echo
  cat "${names%names}text"
done
