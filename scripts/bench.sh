#!/usr/bin/env bash
# Builds the benchmarks in release and runs them. Prints a table each and writes JSON to
# .cache/bench/results. Usage: scripts/bench.sh [--full] [name …]
#   names: query gui models_page chart cards comparison parallel registry db_mirror mirror rest_mirror tfevents data drift (default: all)
#   --full: also a million runs, the wide store of fifty experiments, charts of 500 million points,
#           drift of 1,000 columns and of 100 million rows (many GB, many minutes)
set -euo pipefail
cd "$(dirname "$0")/.."
export CCACHE_DIR=${CCACHE_DIR:-$PWD/.cache/ccache} CCACHE_BASEDIR=$PWD CCACHE_NOHASHDIR=1 CCACHE_MAXSIZE=4G
full=no
[ "${1:-}" = --full ] && { full=yes; shift; }
names=${*:-query gui models_page chart cards comparison parallel registry db_mirror mirror rest_mirror tfevents data drift}

scripts/setup.sh check
[[ " $names " = *" drift "* ]] && scripts/setup.sh bench
build=.cache/build/release
[ -f $build/build.ninja ] || cmake --preset release >/dev/null
# shellcheck disable=SC2086
ninja -C $build $(printf 'bench_%s ' $names) binnacle >.cache/build/bench.log 2>&1 ||
    { tail -n 30 .cache/build/bench.log; exit 1; }
results=.cache/bench/results
mkdir -p $results
export QT_QPA_PLATFORM=offscreen BINNACLE_SOURCE_DIR=$PWD BINNACLE_BINARY_DIR=$PWD/$build
for name in $names; do
    options=()
    [ $full = yes ] && [[ $name = query || $name = gui ]] && options=(--million --experiments 50)
    [ $full = yes ] && [ "$name" = chart ] && options=(--full)
    [ $full = yes ] && [ "$name" = drift ] && options=(--wide-rows 3000000 --long-rows 100000000)
    echo "== $name"
    "$build/tests/bench/$name/bench_$name" --json "$results/$name.json" "${options[@]}"
done
