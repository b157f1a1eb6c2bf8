#!/bin/sh
# Makes .venv with pip in it. Debian keeps pip's seed in a package of its own (python3-venv), so
# there are fallbacks before a person is asked to do anything. Usage: venv.sh PYTHON
set -eu
python=$1

if ! command -v "$python" >/dev/null 2>&1; then
    echo "Python is missing: no command named $python. Install Python 3.11 or later, or run make PYTHON=/path/to/python3." >&2
    exit 1
fi
if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
    echo "Lotsa needs Python 3.11 or later, but $python is $("$python" -V 2>&1). Run make PYTHON=/path/to/a/newer/python3." >&2
    exit 1
fi

echo "Making .venv with $("$python" -V) …"
rm -rf .venv
if "$python" -c 'import ensurepip' 2>/dev/null && "$python" -m venv .venv; then
    exit 0
fi
rm -rf .venv
if "$python" -m pip --version >/dev/null 2>&1; then
    # No seed, but a pip on the machine that can fill the environment from outside.
    "$python" -m venv --without-pip .venv
    "$python" -m pip --quiet --disable-pip-version-check --python .venv/bin/python install pip && exit 0
    rm -rf .venv
fi
if command -v uv >/dev/null 2>&1; then
    uv venv --quiet --seed --python "$python" .venv && exit 0
    rm -rf .venv
fi
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "Installing python3-venv with apt-get …"
    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends python3-venv >/dev/null
    "$python" -m venv .venv && exit 0
    rm -rf .venv
fi
echo "Python cannot make a virtual environment here: the package python3-venv is missing. Install it with" >&2
echo "    sudo apt-get install python3-venv" >&2
echo "and run the same command again." >&2
exit 1
