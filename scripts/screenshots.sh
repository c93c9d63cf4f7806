#!/usr/bin/env bash
# Writes a picture of every page, light and dark, of the bundled sample.
# Usage: scripts/screenshots.sh [folder = .cache/screenshots]
set -euo pipefail
cd "$(dirname "$0")/.."
export CCACHE_DIR=${CCACHE_DIR:-$PWD/.cache/ccache} CCACHE_BASEDIR=$PWD CCACHE_NOHASHDIR=1 CCACHE_MAXSIZE=4G
folder=${1:-.cache/screenshots}
scripts/setup.sh build
build=.cache/build/release
[ -f $build/build.ninja ] || cmake --preset release >/dev/null
ninja -C $build binnacle >.cache/build/release.log 2>&1 || { tail -n 30 .cache/build/release.log; exit 1; }
mkdir -p "$folder" .cache/sample
cp resources/sample/workspace.db .cache/sample/screenshots.db
xvfb-run -a -s "-screen 0 1440x900x24" $build/app/binnacle/binnacle \
    --workspace .cache/sample/screenshots.db --screenshot-dir "$folder"
ls "$folder"
