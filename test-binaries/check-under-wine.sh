#!/bin/sh
# Runs the guest programs under Wine, as the second opinion about what they assert: check-under-wine.sh [NAME…].
# guests/wine-deviations.txt lists the tests whose expectation follows Microsoft's documentation where Wine differs
# ("NAME TEST reason source", or TEST "*" for a whole program); those are not counted as failures here.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
guests=$here/guests
command -v wine >/dev/null || { echo "check-under-wine.sh: wine is missing" >&2; exit 1; }
export WINEDEBUG=-all
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0
checked=0

directive() { sed -n "1,20s|^// $1: *||p" "$2"; }
deviates() { grep -q "^$1 \(\*\|$2\) " "$guests/wine-deviations.txt"; }

for source in "$guests"/*/*.c "$guests"/*/*.cpp; do
    case $source in *.dll.c*) continue ;; esac
    name=$(basename "${source%.c*}")
    [ $# -eq 0 ] || case " $* " in *" $name "*) ;; *) continue ;; esac
    [ -z "$(directive judged-by "$source")" ] || continue
    if deviates "$name" '\*'; then echo "deviates: $name"; continue; fi
    checked=$((checked + 1))
    mkdir "$work/$name"
    code=0
    # shellcheck disable=SC2046 # arguments are words
    (cd "$work/$name" && directive stdin "$source" | timeout 120 wine "$guests/bin/$name.exe" $(directive args "$source")) \
        > "$work/$name.out" 2> "$work/$name.err" || code=$?
    expected=$(directive exit "$source")
    bad=
    if [ -e "${source%.c*}.golden" ]; then
        cmp -s "$work/$name.out" "${source%.c*}.golden" || bad="output differs from the golden file"
    else
        for test in $(sed -n 's/^not ok \([^[:space:]]*\)[[:space:]]*$/\1/p' "$work/$name.out"); do
            if deviates "$name" "$test"; then echo "deviates: $name $test"; code=0; else bad="$bad $test"; fi
        done
        grep -q '^\(not \)\?ok ' "$work/$name.out" || bad="$bad no test was run"
    fi
    [ "$code" -eq $((${expected:-0} & 255)) ] || [ -n "$bad" ] || bad="exit code $code"
    if [ -n "$bad" ]; then
        failed=$((failed + 1))
        echo "FAILED: $name:$bad"
        grep '^FAIL' "$work/$name.out" || true
    fi
done
echo "$checked guests under $(wine --version): $failed failed"
[ "$failed" -eq 0 ]
