#!/bin/sh
# fetch-programs.sh FOLDER: unpacks the npm packages of real programs, for Windows and for Linux, to FOLDER/NAME.
# Without npm or network nothing is fetched and the tests that need it are skipped, which they say.
set -eu
mkdir -p "$1"
cd "$1"

fetch() { # NAME PACKAGE VERSION SHA256 [PROGRAM OF THE HOST]
    [ ! -e "$1" ] || return 0
    command -v npm > /dev/null || { echo "npm is missing: the tests with $1 are skipped" >&2; return 0; }
    temporary=$(mktemp -d ./fetch.XXXXXX)
    if npm pack --silent --pack-destination "$temporary" "$2@$3" > /dev/null; then
        echo "$4  $(echo "$temporary"/*.tgz)" | sha256sum --check --quiet
        tar -xzf "$temporary"/*.tgz -C "$temporary"
        [ $# -lt 5 ] || chmod +x "$temporary/package/$5"
        mv "$temporary/package" "$1"
    else
        echo "npm pack $2 failed: the tests with $1 are skipped" >&2
    fi
    rm -r "$temporary"
}

fetch 7zip-bin 7zip-bin 5.2.0 04f9738ee00be8be53f5d06254a9e6e4b5117b17f8b74058477d870e62764a7d linux/x64/7za
fetch esbuild-windows @esbuild/win32-x64 0.28.2 7286c3611b6f1f4c4d9ec90adcbc478407ff0d28ead96567f361d53e67613e19
fetch esbuild-linux @esbuild/linux-x64 0.28.2 9573bb2233aab0f9ea7647d5cca9726113cc1768de61d66b17267f4db84488f6 bin/esbuild
fetch ripgrep-windows @vscode/ripgrep-win32-x64 1.18.0 725006b9662fa0f73cb0dc7d62b666524b80cfe125214ca75dab5293ef9e4203
fetch ripgrep-linux @vscode/ripgrep-linux-x64 1.18.0 8cc06e25e29f9c258ee9a09eecd7707c1ea2e99d9e76151e53dbe39f8d6b4a09 bin/rg
