#!/bin/sh
# Assembles code.S into the blob and the symbol table that abi-shims carries as resources.
# Usage: build.sh [OUTPUT-DIRECTORY]   (default: ../resources/decant/abi)
set -eu
here=$(cd "$(dirname "$0")" && pwd)
out=${1:-$here/../resources/decant/abi}
mkdir -p "$out"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
(cd "$here" && as --64 -o "$work/code.o" code.S)
if objdump -r "$work/code.o" | grep R_X86_64 | grep -Evq 'R_X86_64_(PC32|PLT32)'; then
    echo "build.sh: the blob must be position-independent, but has absolute relocations:" >&2
    objdump -r "$work/code.o" >&2
    exit 1
fi
ld -nostdlib -static -Ttext=0 --no-dynamic-linker -e 0 -o "$work/code.elf" "$work/code.o"
objcopy -O binary -j .text "$work/code.elf" "$out/code.bin"
nm --defined-only -g "$work/code.elf" | awk '$3 !~ /^(__bss_start|_edata|_end)$/ { print $3, $1 }' | LC_ALL=C sort > "$out/code.sym"
