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

rm -f workspace.db*
"$cli" --workspace workspace.db source add prod-mlflow "http://127.0.0.1:$port"
"$cli" --workspace workspace.db source add lab "sqlite:///$work/mlflow.db"
"$cli" --workspace workspace.db source add curves "$work/tensorboard"
"$cli" --workspace workspace.db sync

# Registered models, each change followed by a mirror, so that the sample has a history of aliases.
registered() {
    if [ ! -f "$1.done" ]; then
        # shellcheck disable=SC2086
        "$python" register.py ${1/-/ } "$2"
        touch "$1.done"
    fi
    "$cli" --workspace workspace.db sync
}
server_uri=http://127.0.0.1:$port
registered wine-baseline "$server_uri"
registered wine-forest "$server_uri"
promote=("$cli" --workspace workspace.db promote wine-classifier 2 --alias champion
    --serve-env "$root/.cache/contract/mlflow3" --approver sample)
"${promote[@]}" --reason "The forest is better on the held-out rows" \
    --override all
registered wine-candidates "$server_uri"
registered cancer "$server_uri"
registered diabetes "sqlite:///$work/mlflow.db"

# The addresses of this machine mean nothing elsewhere. `.example` names no host.
sqlite3 workspace.db <<SQL
UPDATE source SET uri = 'http://mlflow.example' WHERE name = 'prod-mlflow';
UPDATE source SET uri = replace(uri, '$work', '/srv/lab');
UPDATE source SET message = '', reach = 0;
UPDATE run SET artifact_uri = replace(artifact_uri, '$work', '/srv/lab');
UPDATE experiment SET artifact_location = replace(artifact_location, '$work', '/srv/lab');
UPDATE tag SET value = replace(value, '$work', '/srv/lab');
UPDATE source SET cursor = '';
PRAGMA journal_mode = DELETE;
VACUUM;
SQL
if grep -aqF "$work" workspace.db; then
    echo "The workspace still names $work" >&2
    exit 1
fi
cp workspace.db "$root/resources/sample/workspace.db"
ls -l "$root/resources/sample/workspace.db"
