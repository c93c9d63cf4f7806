#!/usr/bin/env bash
# Makes resources/sample/workspace.db anew: real trainings into a real MLflow server, an mlflow.db
# and a TensorBoard log folder, mirrored by binnacle-cli. Needs ./check to have installed the
# contract environments and a built binnacle-cli. Takes about ten minutes.
# Usage: resources/sample/source/make_sample.sh [work folder, kept between calls]
set -euo pipefail
cd "$(dirname "$0")/../../.."
root=$PWD
python=$root/.cache/contract/mlflow3/bin/python
cli=${BINNACLE_CLI:-$root/.cache/build/release/app/cli/binnacle-cli}
work=${1:-$root/.cache/sample/source}
port=${PORT:-5055}
mkdir -p "$work"
cp resources/sample/source/{train,register}.py "$work"
cd "$work"
# The trainings log the commit that they were run from.
[ -d .git ] || { git init -q && git add train.py register.py &&
    git -c user.name=sample -c user.email=sample@mlflow.example commit -qm "Trainings of the sample"; }
export LOGNAME=sample USER=sample MLFLOW_SERVER_ENABLE_JOB_EXECUTION=false

"$python" -m mlflow server --host 127.0.0.1 --port "$port" --workers 1 \
    --backend-store-uri "sqlite:///$work/server.db" --artifacts-destination "$work/artifacts" \
    >server.log 2>&1 &
server=$!
trap 'kill $server' EXIT
until curl -sf "http://127.0.0.1:$port/health" >/dev/null; do sleep 1; done

[ -f classification.done ] || { "$python" train.py classification "http://127.0.0.1:$port" && touch classification.done; }
[ -f regression.done ] || { "$python" train.py regression "sqlite:///$work/mlflow.db" && touch regression.done; }
[ -d tensorboard ] || "$python" train.py curves tensorboard

binnacle() { "$cli" --workspace workspace.db "$@"; }
# Does a step once, whatever the number of calls.
once() {
    local name=$1
    shift
    [ -f "$name.done" ] && return
    "$@"
    touch "$name.done"
}
server_uri=http://127.0.0.1:$port
add_sources() {
    binnacle source add prod-mlflow "$server_uri"
    binnacle source add lab "sqlite:///$work/mlflow.db"
    binnacle source add curves "$work/tensorboard"
    binnacle sync
}
# Registered models, each change followed by a mirror, so that the sample has a history of aliases.
register() {
    "$python" register.py "$@"
    binnacle sync
}
promote() {
    binnacle promote wine-classifier 2 --alias champion --override all --approver sample \
        --reason "The forest is better on the held-out rows" \
        --serve-env "$root/.cache/contract/mlflow3"
}
once sources add_sources
once baseline register wine baseline "$server_uri"
once forest register wine forest "$server_uri"
once promoted promote
once candidates register wine candidates "$server_uri"
once cancer register cancer "$server_uri"
once diabetes register diabetes "sqlite:///$work/mlflow.db"

# The addresses of this machine mean nothing elsewhere.
cp workspace.db sample.db
"$python" "$root/resources/sample/source/take_places_out.py" sample.db \
    "$server_uri=http://mlflow.example" "$work=/srv/lab" "$root/.cache/contract=/srv/environments" \
    "$root=/srv/lab"
cp sample.db "$root/resources/sample/workspace.db"
ls -l "$root/resources/sample/workspace.db"
