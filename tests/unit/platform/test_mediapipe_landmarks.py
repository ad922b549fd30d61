import os
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from shared.platform.adapters.mediapipe_landmarks import MediapipeLandmarks
from shared.platform.ports.landmarks import EngineUnavailable

ASSETS = Path(os.environ.get("AID_ASSETS", Path(__file__).parents[3] / ".cache" / "assets"))
MODEL, ASTRONAUT = ASSETS / "face_landmarker.task", ASSETS / "astronaut.png"

Picture = NDArray[np.uint8]


@pytest.fixture(scope="module")
def picture() -> Picture:
    for file in (MODEL, ASTRONAUT):
        if not file.is_file():
            pytest.fail(f"{file} is missing: run the set-up, or name its folder in AID_ASSETS")
    return np.asarray(Image.open(ASTRONAUT).convert("RGB"))


@pytest.fixture(scope="module")
def engine() -> Iterator[MediapipeLandmarks]:
    landmarks = MediapipeLandmarks(MODEL)
    yield landmarks
    landmarks.close()


def in_new_process(script: str) -> subprocess.CompletedProcess[str]:
    """The script finds `engine`, `picture` and `sys`."""
    start = (
        "import os, sys\n"
        "from pathlib import Path\n"
        "import numpy as np\n"
        "from PIL import Image\n"
        "from shared.platform.adapters.mediapipe_landmarks import MediapipeLandmarks\n"
        f"engine = MediapipeLandmarks(Path({str(MODEL)!r}))\n"
        f"picture = np.asarray(Image.open({str(ASTRONAUT)!r}).convert('RGB'))\n"
    )
    return subprocess.run([sys.executable, "-c", start + script], capture_output=True, text=True, timeout=60)


def test_a_face_comes_as_478_points_in_pixels(engine: MediapipeLandmarks, picture: Picture) -> None:
    (face,) = engine.detect(picture)
    assert face.shape == (478, 3)
    assert face.dtype == np.float64
    left_eye, right_eye, chin = face[33], face[263], face[152]
    assert 150 < left_eye[0] < right_eye[0] < 300
    assert left_eye[1] < chin[1] < 250
    assert face[1, 2] < face[234, 2]  # the nose is nearer than the ear


def test_several_faces_are_seen(engine: MediapipeLandmarks, picture: Picture) -> None:
    """Behind a bystander, who does not count, there may be one who does."""
    head = picture[:300, 90:390]
    assert len(engine.detect(np.hstack([head, head]))) == 2
    assert len(engine.detect(np.vstack([np.hstack([head, head])] * 2))) == 4


@pytest.mark.parametrize("share", [0.3, 0.4, 0.6])
def test_what_is_hardly_a_face_is_none(share: float, engine: MediapipeLandmarks, picture: Picture) -> None:
    """The engine's own threshold lets a face pass whose halves are put together the wrong way round."""
    (face,) = engine.detect(picture)
    left, right = int(face[:, 0].min()), int(face[:, 0].max())
    swapped = picture.copy()
    swapped[:, left:right] = np.roll(picture[:, left:right], int((right - left) * share), axis=1)
    assert engine.detect(swapped) == []


def test_a_dim_soft_tilted_face_is_one(engine: MediapipeLandmarks, picture: Picture) -> None:
    dim = Image.fromarray((picture * 0.3).astype(np.uint8)).rotate(20).resize((256, 256)).resize((512, 512))
    assert len(engine.detect(np.asarray(dim))) == 1


def test_no_face_is_an_empty_list(engine: MediapipeLandmarks) -> None:
    assert engine.detect(np.full((200, 300, 3), 128, np.uint8)) == []


def test_views_that_are_not_contiguous_are_taken(engine: MediapipeLandmarks, picture: Picture) -> None:
    upside_down_twice = np.rot90(np.rot90(picture, 2).copy(), 2)
    assert engine.detect(upside_down_twice)[0] == pytest.approx(engine.detect(picture)[0])


@pytest.mark.parametrize("shape", [(100, 100), (100, 100, 4)])
def test_another_kind_of_array_is_refused(shape: tuple[int, ...], engine: MediapipeLandmarks) -> None:
    with pytest.raises(ValueError, match="uint8"):
        engine.detect(np.zeros(shape, np.uint8))
    with pytest.raises(ValueError, match="uint8"):
        engine.detect(np.zeros((100, 100, 3)))  # type: ignore[arg-type]


def test_threads_get_the_same_answer(engine: MediapipeLandmarks, picture: Picture) -> None:
    (alone,) = engine.detect(picture)
    with ThreadPoolExecutor(4) as threads:
        for faces in threads.map(engine.detect, [picture] * 12):
            assert faces[0] == pytest.approx(alone)


def test_a_closed_engine_starts_anew(picture: Picture) -> None:
    engine = MediapipeLandmarks(MODEL)
    engine.close()
    assert len(engine.detect(picture)) == 1
    engine.close()
    engine.close()
    assert len(engine.detect(picture)) == 1
    engine.close()


def test_a_missing_or_broken_model_is_said_so(picture: Picture, tmp_path: Path) -> None:
    with pytest.raises(EngineUnavailable, match="no landmark model"):
        MediapipeLandmarks(tmp_path / "none.task").detect(picture)
    broken = tmp_path / "broken.task"
    broken.write_bytes(b"not a model")
    with pytest.raises(EngineUnavailable, match="cannot be used"):
        MediapipeLandmarks(broken).detect(picture)


def test_mediapipe_is_loaded_at_the_first_picture_and_draws_in_nothing_else() -> None:
    run = in_new_process(
        "before = 'mediapipe' in sys.modules\n"
        "engine.detect(picture)\n"
        "engine.close()\n"
        "print(before, [name for name in ('matplotlib', 'cv2', 'sounddevice', 'jax') if name in sys.modules])"
    )
    assert run.stdout == "False []\n"


def test_starting_looking_and_ending_without_close_are_silent() -> None:
    run = in_new_process("print(len(engine.detect(picture)))")
    assert (run.returncode, run.stdout, run.stderr) == (0, "1\n", "")


def test_a_child_of_a_process_that_looked_makes_its_own_engine() -> None:
    run = in_new_process(
        "engine.detect(picture)\n"
        "child = os.fork()\n"
        "if child == 0:\n"
        "    print('child', len(engine.detect(picture)), flush=True)\n"
        "else:\n"
        "    print('ended', os.waitpid(child, 0)[1], len(engine.detect(picture)))\n"
    )
    assert run.stdout == "child 1\nended 0 1\n"
    assert run.stderr == ""


def test_looking_opens_no_connection() -> None:
    run = in_new_process(
        "import socket\n"
        "def refuse(*args, **kwargs): raise AssertionError('a socket was asked for')\n"
        "socket.socket = refuse\n"
        "engine.detect(picture)\n"
        "open_files = [entry for entry in Path('/proc/self/fd').iterdir() if entry.exists()]\n"
        "print([entry.name for entry in open_files if os.readlink(entry).startswith('socket:')])"
    )
    assert run.stdout == "[]\n"
