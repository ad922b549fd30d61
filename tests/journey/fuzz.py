"""Requests generated from the API description, by Schemathesis."""

import subprocess
import sys
from pathlib import Path

SPEC = Path(__file__).parents[2] / "terraform" / "api" / "openapi.yaml"
CHECKS = "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance,"
CHECKS += "negative_data_rejection,unsupported_method"


def fuzzed(folder: Path, base_url: str, header: str, *which: str, checks: str = CHECKS, examples: int) -> None:
    """`which`: Schemathesis' options that choose the operations; `examples`: random ones of each."""
    command = [
        str(Path(sys.executable).with_name("schemathesis")),
        *("run", str(SPEC), "--url", base_url, "-H", header, *which),
        *("--checks", checks, "--phases", "examples,coverage,fuzzing", "-n", str(examples)),
        *("--seed", "1", "--rate-limit", "80/s", "--generation-database", "none", "--no-color"),
    ]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=400, check=False)
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
