#!/usr/bin/env bash
# Runs each libFuzzer target for a bounded time. Usage: scripts/fuzz.sh [seconds a target = 60]
set -euo pipefail
cd "$(dirname "$0")/.."
seconds=${1:-60}
build=.cache/build/fuzz
export CCACHE_DIR=${CCACHE_DIR:-$PWD/.cache/ccache} CCACHE_BASEDIR=$PWD CCACHE_NOHASHDIR=1 CCACHE_MAXSIZE=4G

command -v clang++-19 >/dev/null || scripts/setup.sh check
cmake -S . -B $build -G Ninja -DCMAKE_BUILD_TYPE=RelWithDebInfo -DBINNACLE_FUZZ=ON \
    -DCMAKE_CXX_COMPILER=clang++-19 >/dev/null
# The targets are those of tests/fuzz, whatever there is.
targets=$(ninja -C $build -t targets all | grep -oE "^tests/fuzz/([a-z_]+)/fuzz_\1:" | tr -d ":" | sort -u)
# shellcheck disable=SC2086
ninja -C $build $targets >.cache/build/fuzz.log 2>&1 || { tail -n 30 .cache/build/fuzz.log; exit 1; }
failed=0
for target in $targets; do
    target=$build/$target
    name=$(basename "$target")
    seeds=tests/fuzz/${name#fuzz_}/seeds
    mkdir -p ".cache/fuzz/$name"
    echo "$name, $seconds s"
    # shellcheck disable=SC2046
    "$target" -max_total_time="$seconds" -max_len=65536 -timeout=10 -print_final_stats=0 \
        -artifact_prefix=".cache/fuzz/$name-" ".cache/fuzz/$name" \
        $([ -d "$seeds" ] && echo "$seeds") >".cache/fuzz/$name.log" 2>&1 || {
        failed=1
        echo "  found something:"
        tail -n 20 ".cache/fuzz/$name.log"
    }
    grep -E '^Done' ".cache/fuzz/$name.log" || true
done
exit $failed
