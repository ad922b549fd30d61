"""The face landmark engine."""

from typing import Protocol

import numpy as np
from numpy.typing import NDArray


class EngineUnavailable(Exception):
    """The landmark engine cannot be started: its model file is missing or not readable."""


class LandmarkEngine(Protocol):
    def detect(self, picture: NDArray[np.uint8]) -> list[NDArray[np.float64]]:
        """Faces in a picture (height × width × 3, RGB).

        Each face is 478 × 3 in pixels of the picture: x to the right, y down, z on the scale of x with smaller
        nearer to the camera. Points 0-467 are MediaPipe's face mesh, 468-477 the irises. At most four faces are
        looked for.
        """
