"""Which model a process is wired to, and what health says of it."""

import subprocess
import sys
from pathlib import Path

import pytest

from shared.platform.ports.embeddings import EmbeddingsUnavailable
from shared.platform.settings import OFF, Settings
from shared.platform.wiring.embeddings import READY, wire


def test_the_installed_model_is_ready_without_being_loaded() -> None:
    script = (
        "import sys\n"
        "from shared.platform.wiring.embeddings import wire\n"
        "wired = wire(None)\n"
        "assert wired.embeddings is not None and wired.state() == 'ready'\n"
        "assert not {'numpy', 'onnxruntime'} & set(sys.modules)\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr


def test_one_model_serves_the_whole_process() -> None:
    wired = wire(None)
    assert wired.embeddings is not None
    assert wired.embeddings() is wired.embeddings()
    assert wired.embeddings().embed(["gold"]).shape == (1, wired.embeddings().dimensions)
    assert wired.state() == READY


def test_it_can_be_switched_off() -> None:
    wired = wire(OFF)
    assert wired.embeddings is None
    assert wired.state() == "slot-only: EMBEDDING_MODEL is off"


def test_a_damaged_model_is_told_before_and_after_its_first_use(tmp_path: Path) -> None:
    file = tmp_path / "model.onnx"
    file.write_bytes(b"half a mod")
    wired = wire(file)
    expected = "slot-only: the model file is missing, damaged or another"
    assert wired.state() == expected
    assert wired.embeddings is not None
    with pytest.raises(EmbeddingsUnavailable):
        wired.embeddings().embed(["gold"])
    assert wired.state() == expected


@pytest.mark.parametrize(
    ("given", "expected"),
    [({}, None), ({"EMBEDDING_MODEL": "off"}, OFF), ({"EMBEDDING_MODEL": "/a.onnx"}, Path("/a.onnx"))],
)
def test_the_setting_names_a_file_or_switches_off(given: dict[str, str], expected: object) -> None:
    assert Settings.from_environment(given).embedding_model == expected
