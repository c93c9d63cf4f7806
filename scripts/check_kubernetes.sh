#!/usr/bin/env bash
# The contract of Kubernetes against a real API server, which is built from its Go modules first:
# Go and about ten minutes, which ./check has not. Usage: scripts/check_kubernetes.sh
set -euo pipefail
cd "$(dirname "$0")/.."
scripts/setup.sh check
scripts/setup.sh kubernetes
cmake --preset check >/dev/null
ninja -C .cache/build/check contract_kubernetes
exec ctest --test-dir .cache/build/check --output-on-failure --tests-regex '^contract_kubernetes$'
