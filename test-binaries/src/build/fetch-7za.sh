#!/bin/sh
# fetch-7za.sh FOLDER: unpacks the npm package 7zip-bin (7-Zip's console program for several systems) to FOLDER/7zip-bin.
# Without npm or network nothing is fetched and the tests that need it are skipped, which they say.
set -eu
version=5.2.0
sha256=04f9738ee00be8be53f5d06254a9e6e4b5117b17f8b74058477d870e62764a7d
mkdir -p "$1"
cd "$1"
[ ! -e 7zip-bin/win/x64/7za.exe ] || exit 0
command -v npm > /dev/null || { echo "npm is missing: the tests with 7za are skipped" >&2; exit 0; }
npm pack --silent "7zip-bin@$version" > /dev/null || { echo "npm pack 7zip-bin failed: the tests with 7za are skipped" >&2; exit 0; }
echo "$sha256  7zip-bin-$version.tgz" | sha256sum --check --quiet
tar -xzf "7zip-bin-$version.tgz"
chmod +x package/linux/x64/7za
mv package 7zip-bin
rm "7zip-bin-$version.tgz"
