"""Where set-up keeps what it makes: everything lies in `.venv` and `.cache`, and `make clean` removes both."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
CACHE = ROOT / ".cache"
LOGS = CACHE / "set-up"
