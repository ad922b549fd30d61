"""The public-domain astronaut picture (NASA, by way of scikit-image) and the real landmark engine."""

import io
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from shared.faces.pose import Points
from shared.platform.adapters.mediapipe_landmarks import MediapipeLandmarks

ASSETS = Path(os.environ.get("AID_ASSETS", Path(__file__).parents[3] / ".cache" / "assets"))

Encode = Callable[..., bytes]


def asset(name: str) -> Path:
    file = ASSETS / name
    if not file.is_file():
        pytest.fail(f"{file} is missing: run the set-up, or name its folder in AID_ASSETS")
    return file


@pytest.fixture(scope="session")
def astronaut() -> Image.Image:
    """512 × 512, the face 89 px wide."""
    return Image.open(asset("astronaut.png")).convert("RGB")


@pytest.fixture(scope="session")
def selfie(astronaut: Image.Image) -> Image.Image:
    """Head and shoulders, 900 × 900, the face about a third as wide as the picture."""
    return astronaut.crop((90, 0, 390, 300)).resize((900, 900), Image.Resampling.LANCZOS)


@pytest.fixture(scope="session")
def engine() -> Iterator[MediapipeLandmarks]:
    landmarks = MediapipeLandmarks(asset("face_landmarker.task"))
    yield landmarks
    landmarks.close()


@pytest.fixture(scope="session")
def face(engine: MediapipeLandmarks, selfie: Image.Image) -> Points:
    """The selfie's landmarks in pixels."""
    (found,) = engine.detect(np.asarray(selfie))
    return found


@pytest.fixture(scope="session")
def encode() -> Encode:
    def encoded(picture: Image.Image, file_format: str = "PNG", **options: object) -> bytes:
        file = io.BytesIO()
        picture.save(file, file_format, **options)
        return file.getvalue()

    return encoded
