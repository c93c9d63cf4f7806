#!/usr/bin/env bash
# Formats the project's sources, or with --check only says which are not formatted.
set -euo pipefail
cd "$(dirname "$0")/.."
mode=-i
[ "${1:-}" = --check ] && mode="--dry-run --Werror"
# shellcheck disable=SC2086
git ls-files -z '*.cpp' '*.h' | xargs -0 clang-format-19 $mode
