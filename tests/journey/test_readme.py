"""What the README tells a newcomer to type works as it stands."""

import os
import re
import shutil
import signal
import socket
import subprocess
import urllib.request
from pathlib import Path

import pytest

from local.emulators import programs
from shared.platform.google_settings import EMULATOR_HOSTS
from tests.conftest import START_S, Stack

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text("utf-8")
HISTORY_S = 90  # the first start of a demo tells thirty days of history
BLOCKS = re.findall(r"```sh\n(.*?)```", README, re.S)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Kept from one start to the next, as a newcomer's is."""
    return tmp_path_factory.mktemp("demo")


@pytest.mark.parametrize(
    ("how", "cloud"), [(signal.SIGTERM, "none"), (signal.SIGINT, "none"), (signal.SIGTERM, "emulators")]
)
def test_make_demo_serves_and_stops_on_a_signal_to_its_group(
    tmp_path: Path, data: Path, how: signal.Signals, cloud: str
) -> None:
    assert "make demo\n" in BLOCKS
    assert "`make demo CLOUD=emulators`" in README
    if cloud == "emulators":
        _require_emulators()
    within_s = START_S if (data / cloud).exists() else HISTORY_S
    port = _free_port()
    log = tmp_path / "log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            ["make", "demo", f"CLOUD={cloud}"],
            cwd=ROOT,
            env={**_without_emulators(), "PORT": str(port), "DATA_DIR": str(data / cloud)},
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    demo = Stack(port, data / cloud, log, process)
    demo.wait_until_healthy(within_s)
    with urllib.request.urlopen(f"{demo.base_url}/shop/", timeout=5) as page:
        assert b"Find frames that fit" in page.read()
    os.killpg(process.pid, how)
    process.wait(timeout=15)
    with pytest.raises(OSError, match="refused"):
        socket.create_connection(("127.0.0.1", port), timeout=2)
    assert "Traceback" not in log.read_text("utf-8")


def _require_emulators() -> None:
    try:
        programs.find()
    except programs.EmulatorsMissing as gap:
        pytest.skip(f"NOT CHECKED: {gap}")


def _without_emulators() -> dict[str, str]:
    """A demo starts its own."""
    return {name: value for name, value in os.environ.items() if name not in EMULATOR_HOSTS}


def test_the_calls_answer(stack: Stack) -> None:
    """The brief's users call with curl and jq."""
    if missing := [tool for tool in ("curl", "jq") if shutil.which(tool) is None]:
        pytest.skip(f"NOT CHECKED: the README's calls, since {' and '.join(missing)} is not on this machine")
    shopper, merchant = (block for block in BLOCKS if "curl" in block)
    reply, *titles = _typed(shopper, stack).strip().splitlines()
    assert "sunglasses" in reply
    assert len(titles) == 5
    assert "null" not in titles
    assert '"sessions"' in _typed(merchant, stack)


def _typed(block: str, stack: Stack) -> str:
    script = block.replace("http://127.0.0.1:8080", stack.base_url)
    bash = ["bash", "-euo", "pipefail", "-c", script]
    return subprocess.run(bash, capture_output=True, text=True, check=True).stdout


def test_every_file_it_names_is_there() -> None:
    for target in re.findall(r"\]\((?!http)([^)#]+)\)", README):
        assert (ROOT / target).exists(), target
