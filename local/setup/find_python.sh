#!/bin/sh
# Prints the Python that set-up runs on: that of the environment, else the first on PATH of 3.11 or newer.
# In shell because nothing else is known to be there yet. PYTHON=/path/to/python3 chooses another.
if [ -x .venv/bin/python ]; then
    echo .venv/bin/python
    exit
fi
for candidate in "${PYTHON:-python3}" python3.14 python3.13 python3.12 python3.11; do
    # Run it: a name on PATH may be a launcher without a Python behind it.
    if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then
        command -v "$candidate"
        exit
    fi
done
echo "AI Discovery needs Python 3.11 or newer, and none was found on PATH." >&2
echo "Install one (on Debian or Ubuntu: apt-get install python3 python3-venv), or name it: make PYTHON=/path/to/python3 demo" >&2
exit 1
