#!/usr/bin/env python3
"""Runs clang-tidy over the project's own sources, two files at a time.

A file whose text, headers and checks are those of an earlier clean run is passed over: the keys of
clean runs are kept in .cache/tidy. Usage: scripts/tidy.py [--minutes N] BUILD_FOLDER [path part …]
  --minutes: begins no file after so long a time, files of all folders in turn; the rest is told
"""
import concurrent.futures
import hashlib
import json
import os
import pathlib
import random
import re
import subprocess
import sys
import time

root = pathlib.Path(__file__).resolve().parent.parent
clean = root / ".cache" / "tidy"
own = ("services/", "models/", "widgets/", "app/")
include = re.compile(rb'^\s*#\s*include\s+"([^"]+)"', re.M)
precompiled = re.compile(r" -fpch-preprocess| -Winvalid-pch| -include \S+cmake_pch\.hxx")
command = "clang-tidy-19"


def closure(file, seen):
    """The file and the project's headers that it includes, directly or not."""
    if file in seen or not file.is_file():
        return seen
    seen[file] = file.read_bytes()
    for name in include.findall(seen[file]):
        closure(root / name.decode(), seen)
    return seen


def key_of(file, basis):
    digest = hashlib.sha256(basis)
    for path, text in sorted(closure(file, {}).items()):
        digest.update(str(path.relative_to(root)).encode() + b"\0" + text)
    return clean / digest.hexdigest()


def without_precompiled(build):
    """A folder with the build's commands as if there were no precompiled headers: clang can not
    read GCC's, and a file has to name what it uses."""
    commands = json.loads(pathlib.Path(build, "compile_commands.json").read_text())
    for entry in commands:
        entry["command"] = precompiled.sub("", entry["command"])
    folder = pathlib.Path(build, "tidy")
    folder.mkdir(exist_ok=True)
    (folder / "compile_commands.json").write_text(json.dumps(commands))
    return commands, folder


def run(file, build, key, until):
    if time.monotonic() > until:
        return file, None
    done = subprocess.run([command, "-p", build, "--quiet", str(file)], capture_output=True,
                          text=True, check=False)
    if done.returncode == 0:
        key.touch()
    return file, done


def main():
    arguments, until = sys.argv[1:], float("inf")
    if arguments[0] == "--minutes":
        until = time.monotonic() + 60 * float(arguments[1])
        arguments = arguments[2:]
    build, parts = arguments[0], arguments[1:]
    clean.mkdir(parents=True, exist_ok=True)
    version = subprocess.run([command, "--version"], capture_output=True, check=True).stdout
    basis = (root / ".clang-tidy").read_bytes() + version
    todo = []
    commands, build = without_precompiled(build)
    for entry in commands:
        file = pathlib.Path(entry["file"])
        name = os.path.relpath(file, root)
        if name.startswith(own) and (not parts or any(part in name for part in parts)):
            key = key_of(file, basis)
            if not key.exists():
                todo.append((file, key))
    random.shuffle(todo)  # no folder is always among the rest
    failed = rest = 0
    with concurrent.futures.ThreadPoolExecutor(max_workers=2) as pool:
        for future in concurrent.futures.as_completed(
                [pool.submit(run, file, build, key, until) for file, key in todo]):
            file, done = future.result()
            if done is None:
                rest += 1
            elif done.returncode != 0:
                failed += 1
                print(f"{file.relative_to(root)}:\n{done.stdout}{done.stderr}")
    print(f"clang-tidy: {len(todo) - rest} files looked at, {failed} with findings"
          + (f"; no time for {rest}" if rest else ""))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
