"""Face landmarks by MediaPipe's Face Landmarker (mediapipe 0.10.31: later wheels report usage to their maker)."""

import atexit
import contextlib
import os
import sys
import threading
import weakref
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from shared.platform.ports.landmarks import EngineUnavailable

MOST_FACES = 4  # more than one is refused, but bystanders must not hide a second person

# Of the model's own estimate that what it drew on is a face. On 37 portraits and 148 changed versions of them it is
# at least 0.99; at 0.95, in place of the engine's 0.5, a third of what it takes for faces with halves swapped or
# covered with noise is dropped, and of upside-down pictures.
_LEAST_PRESENCE = 0.95

_ENGINES: "weakref.WeakSet[MediapipeLandmarks]" = weakref.WeakSet()


class MediapipeLandmarks:
    """A `LandmarkEngine` on the model file face_landmarker.task.

    mediapipe is imported and the landmarker made at the first picture, in the process that looks at it, and once
    per process: one made before a fork would hang in the child. Threads take turns. What is not closed
    is closed at the process's end.
    """

    def __init__(self, model: Path) -> None:
        self._model = model
        self._lock = threading.Lock()
        self._landmarker: Any = None
        self._process = 0
        self._left_behind: list[Any] = []  # made before a fork; their threads stayed in the parent
        _ENGINES.add(self)

    def detect(self, picture: NDArray[np.uint8]) -> list[NDArray[np.float64]]:
        """See `LandmarkEngine.detect`; raises `EngineUnavailable`, ValueError for another kind of array."""
        if picture.dtype != np.uint8 or picture.ndim != 3 or picture.shape[2] != 3:
            raise ValueError("a picture is height × width × 3 of uint8")
        height, width = picture.shape[:2]
        with self._lock:
            landmarker = self._ready()
            found = landmarker.detect(_image(np.ascontiguousarray(picture)))
        in_pixels = np.array([width, height, width], dtype=np.float64)
        return [
            np.array([(point.x, point.y, point.z) for point in face]) * in_pixels for face in found.face_landmarks
        ]

    def close(self) -> None:
        """Frees the landmarker; the next picture makes a new one."""
        with self._lock:
            self._leave_the_parents()
            if self._landmarker is not None:
                self._landmarker.close()
            self._landmarker = None

    def end(self) -> None:
        """For the process's end alone: also frees what a fork left behind, which sooner would wait for ever."""
        self.close()
        while self._left_behind:
            self._left_behind.pop().close()

    def _leave_the_parents(self) -> None:
        if self._landmarker is not None and self._process != os.getpid():
            self._left_behind.append(self._landmarker)
            self._landmarker = None

    def _ready(self) -> Any:
        self._leave_the_parents()
        if self._landmarker is None:
            self._landmarker = _create(self._model)
            self._process = os.getpid()
        return self._landmarker


@atexit.register  # before mediapipe is imported, so that this runs after mediapipe has shut its own threads down
def _end_all() -> None:
    for engine in list(_ENGINES):
        engine.end()


def _create(model: Path) -> Any:
    from mediapipe.tasks.python.core.base_options import BaseOptions
    from mediapipe.tasks.python.vision.face_landmarker import FaceLandmarker, FaceLandmarkerOptions

    if not model.is_file():
        raise EngineUnavailable(f"no landmark model at {model}")
    options = FaceLandmarkerOptions(
        base_options=BaseOptions(model_asset_path=str(model)),
        num_faces=MOST_FACES,
        min_face_presence_confidence=_LEAST_PRESENCE,
    )
    try:
        with _quiet():
            return FaceLandmarker.create_from_options(options)
    except (RuntimeError, ValueError) as failure:
        raise EngineUnavailable(f"the landmark model at {model} cannot be used") from failure


def _image(picture: NDArray[np.uint8]) -> Any:
    from mediapipe import Image, ImageFormat

    return Image(ImageFormat.SRGB, picture)


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """Keeps what the C++ side writes to file descriptor 2 while starting (about 15 ms) out of the log.

    It offers no switch; after starting it is silent.
    """
    sys.stderr.flush()
    kept = os.dup(2)
    try:
        with Path(os.devnull).open("wb") as nowhere:
            os.dup2(nowhere.fileno(), 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
