#!/bin/sh
# make-aot-cache.sh APP: records a run of the packaged product in APP and leaves APP/decant.aot and APP/complete.
# A cache is an acceleration only: when the run fails or the JDK cannot make one, the product works without.
set -eu
app=$1
root=$(cd "$(dirname "$0")/../../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
rm -f "$app"/decant.aot*
touch "$app/complete"
cd "$work"
# While the JVM records, its class space lies anywhere below 4 GiB, and rarely where the guest needs to be: try again, as
# when the JVM does not take the cache that it has made (AOTMode=on fails then).
for attempt in 1 2 3; do
    rm -f decant.aot trained
    # By pipes, as programs are run by others: those to files need less of Java.
    echo input | {
        DECANT_JAVA_OPTS="-Ddecant.training=true -XX:AOTCacheOutput=decant.aot" \
            "$root/decant" "$root/test-binaries/guests/bin/training.exe" && touch trained
    } 2>&1 | cat > output
    [ -e trained ] \
        && DECANT_JAVA_OPTS="-XX:AOTMode=on -XX:AOTCache=$work/decant.aot" \
            "$root/decant" "$root/test-binaries/guests/bin/hello.exe" >> output 2>&1 < /dev/null \
        && mv decant.aot "$app" && break
    [ "$attempt" -lt 3 ] || { echo "decant: the training run for the AOT cache failed:" >&2; cat output >&2; }
done
[ -e "$app/decant.aot" ] || echo "decant: no AOT cache was made; programs start more slowly." >&2
