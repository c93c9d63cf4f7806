#!/bin/sh
# Runs a command in a session that has a keychain, unlocked: keychain_session.sh HOME COMMAND…
# The bus, and with it the keychain, ends with the command.
if [ -z "$BINNACLE_ON_BUS" ]; then
    exec env BINNACLE_ON_BUS=1 dbus-run-session -- "$0" "$@"
fi
export HOME="$1" XDG_DATA_HOME="$1/data" XDG_RUNTIME_DIR="$1/run"
shift
mkdir -p "$XDG_DATA_HOME" "$XDG_RUNTIME_DIR"
chmod 700 "$XDG_RUNTIME_DIR"
printf 'password of the keyring' | gnome-keyring-daemon --unlock --components=secrets >/dev/null
"$@"
