#!/bin/sh
# Builds the guest programs: guests/AREA/NAME.c or NAME.cpp becomes NAME.exe and guests/AREA/NAME.dll.c or NAME.dll.cpp
# becomes NAME.dll (with NAME.def beside it, if there is one). A file says what it needs in comments near its beginning:
#     // build: FLAGS     more flags for the compiler and the linker
#     // needs: NAME.dll  libraries of this folder that it is linked against
#     // compiler: clang FLAGS  C with __try; C++ with the exceptions of Microsoft's compiler (guests/msvc.h)
#     // linux: FLAGS     clang builds the source for Linux, too: NAME-linux, linked with FLAGS and nothing else
#     // imports: AREA/FILE  more of what NAME.imports.def is
# NAME.imports.def lists functions of libraries that need not exist.
# build-guests.sh [OUTPUT-FOLDER [NAME…]]; without arguments everything is built into guests/bin, which is committed.
# The runtime's functions are called, never folded away by the compiler (-fno-builtin).
# The result depends on sources and compiler version only: no time stamps, no paths, no symbols.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
out=${1:-$here/guests/bin}
[ $# -eq 0 ] || shift
CC=${GUEST_CC:-x86_64-w64-mingw32-gcc}
CXX=${CC%gcc}g++
CLANG=${GUEST_CLANG:-clang}
for compiler in "$CC" "$CXX" "$CLANG"; do
    command -v "$compiler" >/dev/null || {
        echo "build-guests.sh: $compiler is missing (Debian: apt-get install gcc-mingw-w64-x86-64 g++-mingw-w64-x86-64 clang)" >&2
        exit 1
    }
done
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
    stem=${source%.c*}
    shift 2
    libraries=
    for need in $(directive needs "$source"); do libraries="$libraries -l:$need"; done
    imports=$(directive imports "$source")
    [ ! -e "$stem.imports.def" ] || imports="$stem.imports.def $imports"
    for def in $imports; do
        archive=$(basename "$def").a
        "${CC%gcc}dlltool" -d "$def" -l "$temporary/$archive"
        libraries="$libraries -l:$archive"
    done
    warnings="-Wall -Wextra -Wno-format -Werror"
    case $source in
        *.cpp) driver=$CXX dialect="-std=gnu++17 -static" clang="--target=x86_64-windows-msvc -std=c++17 -fexceptions -fcxx-exceptions" ;;
        *) driver=$CC dialect=-std=gnu17 clang="--target=x86_64-w64-mingw32 -std=gnu17" ;;
    esac
    input=$source
    flags=$(directive compiler "$source")
    with_clang() { # OUTPUT OPTIONS…
        object=$1
        shift
        # shellcheck disable=SC2086 # flags are words
        "$CLANG" "$@" ${flags#clang} -O1 -fms-extensions -fno-builtin -fno-ident $warnings -I. -c -o "$object" "$source"
    }
    if [ -n "$flags" ]; then
        input=$temporary/object.o
        # shellcheck disable=SC2086 # flags are words
        with_clang "$input" $clang
    fi
    linux=$(directive linux "$source")
    if [ -n "$linux" ]; then
        with_clang "$temporary/linux.o" --target=x86_64-linux-gnu -std=gnu17 -fno-asynchronous-unwind-tables
        # shellcheck disable=SC2086 # flags are words
        ld -s --build-id=none -o "$out/${target%.exe}-linux" "$temporary/linux.o" $linux
    fi
    # shellcheck disable=SC2046,SC2086 # flags are words
    "$driver" $dialect -O1 -fno-builtin -fno-ident $warnings -Wno-format-extra-args -I. -s -Wl,--no-insert-timestamp,--disable-auto-image-base "$@" \
        -o "$out/$target" "$input" -L"$out" -L"$temporary" $libraries $(directive build "$source")
}

# All areas share one output folder, where the second of two programs of one name would take the place of the first.
twice=$(for source in */*.c */*.cpp; do basename "${source%.c*}"; done | sort | uniq -d)
[ -z "$twice" ] || { echo "build-guests.sh: more than one area has $twice" >&2; exit 1; }

for source in */*.dll.c */*.dll.cpp; do
    [ -e "$source" ] || continue
    stem=${source%.dll.c*}
    name=$(basename "$stem")
    wanted "$name" || continue
    if [ -e "$stem.def" ]; then
        build "$source" "$name.dll" -shared "$stem.def"
    else
        build "$source" "$name.dll" -shared
    fi
done
for source in */*.c */*.cpp; do
    [ -e "$source" ] || continue
    case $source in *.dll.c*) continue ;; esac
    name=$(basename "${source%.c*}")
    wanted "$name" || continue
    build "$source" "$name.exe"
done
for compiler in "$CC" "$CLANG"; do "$compiler" --version | head -n 1; done > "$out/COMPILER"
