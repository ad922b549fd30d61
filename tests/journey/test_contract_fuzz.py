"""The running stack keeps what its API description promises, whatever it is sent."""

import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.journey.shop import KEY

SPEC = Path(__file__).parents[2] / "terraform" / "api" / "openapi.yaml"
CHECKS = (
    "not_a_server_error,status_code_conformance,content_type_conformance,"
    "response_schema_conformance,negative_data_rejection,unsupported_method,ignored_auth"
)


def test_no_generated_request_breaks_the_contract(stack: Any, tmp_path: Path) -> None:
    """B1, B13: no 5xx, and every answer as described."""
    command = [
        str(Path(sys.executable).with_name("schemathesis")),
        *("run", str(SPEC), "--url", stack.base_url, "-H", f"X-API-Key: {KEY}"),
        *(
            "--checks",
            CHECKS,
            "--phases",
            "examples,coverage,fuzzing",
            "-n",
            "25",
            "--seed",
            "1",
            "--rate-limit",
            "80/s",
        ),
        *("--generation-database", "none", "--no-color"),
    ]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=400, check=False)
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
