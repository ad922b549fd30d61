"""A real face: the NASA portrait of Eileen Collins that scikit-image ships (public domain)."""

import io
import os
from pathlib import Path

import pytest
from PIL import Image

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def assets() -> Path:
    return Path(os.environ.get("AID_ASSETS", ROOT / ".cache" / "assets"))


@pytest.fixture(scope="session")
def photo(assets: Path) -> bytes:
    """A JPEG of 512 × 512."""
    content = io.BytesIO()
    Image.open(assets / "astronaut.png").convert("RGB").save(content, "JPEG", quality=92)
    return content.getvalue()


@pytest.fixture(scope="session")
def landmarks(assets: Path, photo: bytes) -> tuple[list[list[float]], list[int]]:
    """What a browser's landmarker gives for the same photo: points as shares of the picture, and its size."""
    from shared.faces.photo import decode
    from shared.platform.adapters.mediapipe_landmarks import MediapipeLandmarks

    engine = MediapipeLandmarks(assets / "face_landmarker.task")
    picture = decode(photo)
    [points] = engine.detect(picture.pixels)
    engine.close()
    height, width = picture.pixels.shape[:2]
    return (points / [width, height, width]).tolist(), [width, height]
