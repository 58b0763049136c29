#!/bin/sh
# Builds the guest programs: guests/AREA/NAME.c becomes NAME.exe and guests/AREA/NAME.dll.c becomes NAME.dll
# (with NAME.def beside it, if there is one). A file says what it needs in comments near its beginning:
#     // build: FLAGS     more flags for the compiler and the linker
#     // needs: NAME.dll  libraries of this folder that it is linked against
# NAME.imports.def lists functions of libraries that need not exist.
# build-guests.sh [OUTPUT-FOLDER [NAME…]]; without arguments everything is built into guests/bin, which is committed.
# The runtime's functions are called, never folded away by the compiler (-fno-builtin).
# The result depends on sources and compiler version only: no time stamps, no paths, no symbols.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
out=${1:-$here/guests/bin}
[ $# -eq 0 ] || shift
CC=${GUEST_CC:-x86_64-w64-mingw32-gcc}
command -v "$CC" >/dev/null || { echo "build-guests.sh: $CC is missing (Debian: apt-get install gcc-mingw-w64-x86-64)" >&2; exit 1; }
mkdir -p "$out"
out=$(cd "$out" && pwd)
temporary=$(mktemp -d)
trap 'rm -rf "$temporary"' EXIT
cd "$here/guests"

wanted() {
    [ -z "$names" ] && return 0
    case " $names " in *" $1 "*) return 0 ;; esac
    return 1
}
names="$*"

directive() { sed -n "1,20s|^// $1: *||p" "$2" | tr '\n' ' '; }

build() { # SOURCE OUTPUT FLAGS…
    source=$1 target=$2
    shift 2
    libraries=
    for need in $(directive needs "$source"); do libraries="$libraries -l:$need"; done
    if [ -e "${source%.c}.imports.def" ]; then
        "${CC%gcc}dlltool" -d "${source%.c}.imports.def" -l "$temporary/imports.a"
        libraries="$libraries -l:imports.a"
    fi
    # shellcheck disable=SC2046,SC2086 # flags are words
    "$CC" -std=gnu17 -O1 -fno-builtin -fno-ident -Wall -Wextra -Wno-format -Wno-format-extra-args -Werror -I. -s -Wl,--no-insert-timestamp,--disable-auto-image-base "$@" \
        -o "$out/$target" "$source" -L"$out" -L"$temporary" $libraries $(directive build "$source")
}

# All areas share one output folder, where the second of two programs of one name would take the place of the first.
twice=$(for source in */*.c; do basename "$source"; done | sort | uniq -d)
[ -z "$twice" ] || { echo "build-guests.sh: more than one area has $twice" >&2; exit 1; }

for source in */*.dll.c; do
    [ -e "$source" ] || continue
    name=$(basename "$source" .dll.c)
    wanted "$name" || continue
    if [ -e "${source%.dll.c}.def" ]; then
        build "$source" "$name.dll" -shared "${source%.dll.c}.def"
    else
        build "$source" "$name.dll" -shared
    fi
done
for source in */*.c; do
    case $source in *.dll.c) continue ;; esac
    name=$(basename "$source" .c)
    wanted "$name" || continue
    build "$source" "$name.exe"
done
"$CC" --version | head -n 1 > "$out/COMPILER"
