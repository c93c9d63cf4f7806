#!/usr/bin/env bash
# Installs what is missing on this machine. Usage: scripts/setup.sh build | check | kubernetes | bench
# Downloads and unpacked parts stay in .cache/, which git ignores.
set -euo pipefail
cd "$(dirname "$0")/.."
what=${1:-build}

say() { printf '%s\n' "$*" >&2; }

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; elif command -v sudo >/dev/null; then sudo "$@"; else
        say "Some packages are missing and neither root nor sudo is at hand: $*"
        exit 1
    fi
}

missing_packages() {
    local name
    for name in $(grep -hv '^#' "$@"); do
        dpkg-query -W -f='${db:Status-Status}\n' "$name" 2>/dev/null | grep -qx installed || echo "$name"
    done
}

install_packages() {
    # A command that is there from elsewhere (a newer Node.js brings its own npm) is good enough.
    local missing
    missing=$(missing_packages "$@")
    if command -v npm >/dev/null; then missing=$(grep -vx npm <<<"$missing" || true); fi
    [ -n "$missing" ] || return 0
    say "Installing $(wc -w <<<"$missing") packages …"
    as_root apt-get update -qq
    # shellcheck disable=SC2086
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >&2
}

# One line of dependencies.txt: downloaded by the registry's own client, checked, unpacked.
install_dependency() {
    local name=$1 version=$2 digest=$3 part=$4
    local plain=${name#@} # @scope/name is kept as scope-name, as npm calls its archive
    plain=${plain//\//-}
    local target=.cache/deps/$plain stamp=.cache/deps/$plain.version
    [ "$(cat "$stamp" 2>/dev/null)" = "$version $digest" ] && [ -e "$target/$part" ] && return 0
    say "Fetching $name $version …"
    mkdir -p .cache/deps
    local archive=.cache/deps/$plain-$version.tgz
    [ -f "$archive" ] || (cd .cache/deps && npm pack --silent "$name@$version" >/dev/null)
    if ! echo "$digest  $archive" | sha256sum --check --quiet -; then
        rm -f "$archive"
        say "The archive of $name $version is not the one that was pinned; it was removed."
        exit 1
    fi
    rm -rf "$target"
    mkdir -p "$target"
    tar -xzf "$archive" -C "$target" --strip-components=1 "package/$part" package/LICENSE
    echo "$version $digest" >"$stamp"
}

install_dependencies() {
    local line
    while read -r line; do
        # shellcheck disable=SC2086
        case $line in '' | '#'*) ;; *) install_dependency $line ;; esac
    done <scripts/dependencies.txt
}

# A Python environment with one version of the real servers and libraries, for the contract tests.
install_environment() {
    local name=$1
    local requirements=tests/contract/requirements-$name.txt folder=.cache/contract/$name
    [ "$(cat "$folder/.installed" 2>/dev/null)" = "$(sha256sum <"$requirements")" ] && return 0
    say "Installing the real servers of the contract tests: $name …"
    mkdir -p .cache/contract
    [ -x "$folder/bin/python" ] || python3 -m venv "$folder"
    "$folder/bin/pip" install --quiet --disable-pip-version-check --requirement "$requirements"
    sha256sum <"$requirements" >"$folder/.installed"
}

# The API server of custom resources, built from its Go modules, and KServe's published resource.
install_kubernetes() {
    local folder=.cache/contract/kubernetes source=tests/contract/kubernetes/apiserver kserve=v0.15.2
    local wanted
    wanted=$(cat "$source"/main.go "$source"/go.mod | sha256sum)$kserve
    [ "$(cat "$folder/.installed" 2>/dev/null)" = "$wanted" ] && return 0
    command -v go >/dev/null || {
        say "The contract tests of Kubernetes need Go 1.23 or later."
        exit 1
    }
    say "Building a Kubernetes API server for the contract tests …"
    mkdir -p "$folder"
    (cd "$source" && go build -o "$OLDPWD/$folder/apiserver" .)
    local module
    module=$(go mod download -json "github.com/kserve/kserve@$kserve" | sed -n 's/.*"Dir": "\(.*\)".*/\1/p')
    install -m 644 "$module/config/crd/full/serving.kserve.io_inferenceservices.yaml" \
        "$folder/inferenceservices.yaml"
    echo "$wanted" >"$folder/.installed"
}

case $what in
build)
    install_packages scripts/packages-build.txt
    install_dependencies
    ;;
check)
    install_packages scripts/packages-build.txt scripts/packages-check.txt
    install_dependencies
    install_environment mlflow3
    install_environment mlflow2
    install_environment drift
    install_environment dvc
    install_environment serving
    ;;
kubernetes) # an API server for contract_kubernetes; needs Go, and minutes
    install_packages scripts/packages-kubernetes.txt
    install_kubernetes
    ;;
bench) # what benchmarks are held against, besides what check installs
    install_environment profile
    ;;
*)
    say "usage: scripts/setup.sh build | check | kubernetes | bench"
    exit 2
    ;;
esac
