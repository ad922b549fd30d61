"""`python -m local.ops` beside a running stack."""

import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]


def ops(stack: Any, *words: str) -> subprocess.CompletedProcess[str]:
    environment = {"DATA_DIR": str(stack.data_dir), "PATH": ""}
    command = [sys.executable, "-m", "local.ops", *words]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60, check=False)
