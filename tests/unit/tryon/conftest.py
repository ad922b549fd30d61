"""A real face, found once."""

import os
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from shared.faces.locate import Face, locate
from shared.faces.photo import decode
from shared.platform.adapters.mediapipe_landmarks import MediapipeLandmarks

ASSETS = Path(os.environ.get("AID_ASSETS", Path(__file__).parents[3] / ".cache" / "assets"))


@pytest.fixture(scope="session")
def engine() -> Iterator[MediapipeLandmarks]:
    landmarks = MediapipeLandmarks(ASSETS / "face_landmarker.task")
    yield landmarks
    landmarks.close()


@pytest.fixture(scope="session")
def selfie() -> bytes:
    """A JPEG of 900 × 900 (NASA, public domain), with what a camera writes beside the pixels."""
    astronaut = Image.open(ASSETS / "astronaut.png").convert("RGB").crop((90, 0, 390, 300))
    exif = Image.Exif()
    exif[0x010F] = "SecretCamera"
    content = BytesIO()
    astronaut.resize((900, 900), Image.Resampling.LANCZOS).save(content, "JPEG", quality=92, exif=exif)
    return content.getvalue()


@pytest.fixture(scope="session")
def face(engine: MediapipeLandmarks, selfie: bytes) -> Face:
    return locate(decode(selfie).pixels, engine)
