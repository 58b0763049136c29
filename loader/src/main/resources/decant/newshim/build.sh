#!/bin/sh
# Makes target/{{name}}.jar, and target/try.exe where a compiler for Windows is installed. Needs a JDK and Decant alone.
set -eu
cd "$(dirname "$0")"
decant=${DECANT_HOME:-{{home}}}
java=${DECANT_JAVA_HOME:-{{java}}}

rm -rf target/classes
mkdir -p target/classes
"$java/bin/javac" -parameters -Xlint:all -cp "$decant/lib/*" -d target/classes src/main/java/shims/*.java
# Makes the adapters now; without it they are made when the program runs, which then starts more slowly.
"$java/bin/java" -cp "$decant/lib/*:target/classes" decant.abi.adapter.AdapterGenerator --shims target/classes
"$java/bin/jar" --create --file target/{{name}}.jar -C target/classes .
echo "target/{{name}}.jar"

if command -v x86_64-w64-mingw32-gcc > /dev/null; then
    x86_64-w64-mingw32-gcc -O1 -o target/try.exe guest/try.c
    echo "target/try.exe"
fi
