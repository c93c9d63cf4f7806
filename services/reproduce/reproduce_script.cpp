#include "services/reproduce/reproduce_script.h"

#include "services/reproduce/shell_quote.h"

namespace binnacle {

namespace {

constexpr const char* head = R"sh(set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
work=${WORK:-"$here/work"}
code="$work/code"
venv=${VENV:-"$work/venv"}

start=no
if [ "${1:-}" = --help ]; then
    echo "usage: ./reproduce.sh [--run] [-- arguments of the training]"
    echo "REPOSITORY=address, WORK=folder, VENV=folder and PYTHON=interpreter may be set."
    exit 0
fi
if [ "${1:-}" = --run ]; then start=yes; shift; fi
if [ "${1:-}" = -- ]; then shift; fi

say() { printf '\n== %s\n' "$1"; }
stop() { printf 'reproduce.sh: %s\n' "$1" >&2; exit 1; }
)sh";

constexpr const char* clone = R"sh(
say 'Code'
[ -n "$repository" ] || stop 'the run does not say where its code is kept: REPOSITORY=address ./reproduce.sh'
[ -n "$commit" ] || stop 'the run does not say which commit it was made of'
mkdir -p "$work"
if [ ! -e "$code/.git" ]; then
    git -c protocol.ext.allow=never clone --no-checkout -- "$repository" "$code"
fi
git -C "$code" cat-file -e "$commit^{commit}" 2>/dev/null || git -C "$code" fetch origin "$commit"
git -C "$code" -c advice.detachedHead=false checkout --force --detach "$commit"
)sh";

constexpr const char* applyChanges =
    R"sh(git -C "$code" apply --whitespace=nowarn "$here/changes.diff"
)sh";

constexpr const char* environment = R"sh(
say 'Environment'
if [ ! -x "$venv/bin/python" ]; then
    "$python" -m venv "$venv"
    if [ -f "$requirements" ]; then
        "$venv/bin/python" -m pip install -r "$requirements"
    else
        echo 'No requirements are known: the environment is empty.'
    fi
else
    echo "Using $venv as it is."
fi
)sh";

constexpr const char* datasets = R"sh(
say 'Datasets'
"$venv/bin/python" "$here/check_datasets.py" "$code" || true
)sh";

// The path as it was started may begin outside of the repository: the longest end of it that the
// repository has.
constexpr const char* findScript = R"sh(
while [ ! -f "$code/$script" ]; do
    case "$script" in
        */*) script=${script#*/} ;;
        *) stop "the repository has no file $script at this commit" ;;
    esac
done
)sh";

constexpr const char* finish = R"sh(
say 'Command'
printf 'cd %q &&' "$folder"; printf ' %q' "${command[@]}"; printf '\n'
if [ "$start" = yes ]; then
    cd "$folder"
    exec "${command[@]}"
fi
echo 'Nothing was started. Start it: ./reproduce.sh --run'
)sh";

// "3.11" of "3.11.2", where it is a version at all.
std::string interpreter(const std::string& version)
{
    std::string name = "python";
    int dots = 0;
    for (const char c : version) {
        if (c == '.' && ++dots == 2)
            break;
        if (c != '.' && (c < '0' || c > '9'))
            return "python3";
        name += c;
    }
    return version.empty() ? "python3" : name;
}

std::string assignment(const char* name, const std::string& value)
{
    return std::string(name) + '=' + shellQuoted(value) + '\n';
}

std::string pythonChoice(const std::string& version)
{
    const std::string name = interpreter(version);
    return "\npython=${PYTHON:-" + name + "}\ncommand -v \"$python\" >/dev/null || { echo " +
           shellQuoted("There is no " + name + ": python3 is used.") + "; python=python3; }\n";
}

std::string requirementsChoice(const Reproduction& run)
{
    const auto* file = run.requirements();
    if (file && file->name == "requirements.txt")
        return "requirements=\"$here/environment/requirements.txt\"\n";
    return "requirements=\"$code/requirements.txt\"\n";
}

std::string projectCommand(const Reproduction& run)
{
    std::string text = assignment("subfolder", run.subfolder);
    text += "folder=\"$code${subfolder:+/$subfolder}\"\n"
            "command=(\"$venv/bin/python\" -m mlflow run \"$folder\" --env-manager local -e " +
            shellQuoted(run.entryPoint);
    for (const auto& [key, value] : run.params)
        text += "\\\n    -P " + shellQuoted(key + "=" + value) + ' ';
    return text + ")\ncommand+=(\"$@\")\n";
}

std::string commandLines(const Reproduction& run)
{
    switch (run.entry) {
    case Reproduction::Entry::Project:
        return '\n' + projectCommand(run);
    case Reproduction::Entry::Notebook:
        return '\n' + assignment("script", run.script) + findScript +
               "folder=\"$code\"\ncommand=(\"$venv/bin/python\" -m jupyter nbconvert --to notebook "
               "--execute \"./$script\" \"$@\")\n";
    case Reproduction::Entry::Script:
        return '\n' + assignment("script", run.script) + findScript +
               "folder=\"$code\"\ncommand=(\"$venv/bin/python\" \"./$script\" \"$@\")\n";
    case Reproduction::Entry::None:
        break;
    }
    return "\nfolder=\"$code\"\ncommand=(\"$@\")\n[ \"$#\" -gt 0 ] || stop 'the run does not say "
           "how it was started: give the command behind --'\n";
}

} // namespace

std::string reproduceScript(const Reproduction& run)
{
    std::string text = "#!/usr/bin/env bash\n# Restores the code, environment and command of the "
                       "run " +
                       oneLine(run.runName) + "\n# " + oneLine(run.runId) +
                       ". README.md says what is missing for a faithful repeat.\n";
    text += head;
    text += '\n' + assignment("recorded", run.repository) +
            "repository=${REPOSITORY:-\"$recorded\"}\n" + assignment("commit", run.commit);
    text += clone;
    if (!run.changes.empty())
        text += applyChanges;
    text += pythonChoice(run.pythonVersion) + requirementsChoice(run);
    text += environment;
    if (!run.datasets.empty())
        text += datasets;
    text += commandLines(run);
    text += finish;
    return text;
}

std::string datasetCheck()
{
    return R"py(# Compares the digests in datasets.json with those of the data that is there now.
import json
import pathlib
import sys

here = pathlib.Path(__file__).resolve().parent
code = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else here


def address_of(dataset):
    source = dataset["source"]
    try:
        source = json.loads(source)
    except ValueError:
        return source
    if isinstance(source, str):
        return source
    return source.get("uri") or source.get("url") or source.get("path") or ""


def frame_of(address):
    import pandas

    if address.startswith("file://"):
        address = address[len("file://"):]
    if "://" in address and not address.startswith(("http://", "https://")):
        return None
    if "://" not in address and not pathlib.Path(address).is_absolute():
        address = str(code / address)
    if "://" not in address and not pathlib.Path(address).is_file():
        return None
    ending = address.split("?")[0].lower()
    if ending.endswith((".csv", ".csv.gz")):
        return pandas.read_csv(address)
    if ending.endswith(".tsv"):
        return pandas.read_csv(address, sep="\t")
    if ending.endswith(".parquet"):
        return pandas.read_parquet(address)
    return None


def verdict(dataset):
    if not dataset["digest"]:
        return "no digest was logged"
    address = address_of(dataset)
    try:
        import mlflow.data

        frame = frame_of(address)
        if frame is None:
            return f"not checked, get it by hand: {address or 'source unknown'}"
        digest = mlflow.data.from_pandas(frame, source=address).digest
    except Exception as problem:
        return f"not checked: {type(problem).__name__}: {problem}"
    if digest == dataset["digest"]:
        return "the same"
    return f"DIFFERS: the file has {digest} (or was changed between reading and logging it)"


differs = False
for entry in json.loads((here / "datasets.json").read_text(encoding="utf-8")):
    result = verdict(entry)
    differs = differs or result.startswith("DIFFERS")
    print(f"{entry['name']}@{entry['digest']}: {result}")
sys.exit(1 if differs else 0)
)py";
}

} // namespace binnacle
