from io import BytesIO

import numpy as np
import pytest
from PIL import Image

from shared.faces.locate import Face
from shared.tryon.encode import MEDIA_TYPES, encoded


def test_a_png_is_the_picture_itself(face: Face) -> None:
    image = Image.open(BytesIO(encoded(face.picture, "image/png")))
    assert image.format == "PNG"
    assert np.array_equal(np.asarray(image), face.picture)


def test_a_webp_is_near_enough_and_small(face: Face) -> None:
    content = encoded(face.picture, "image/webp")
    image = Image.open(BytesIO(content))
    assert image.format == "WEBP"
    assert np.abs(np.asarray(image).astype(int) - face.picture).mean() < 4
    assert len(content) < len(encoded(face.picture, "image/png")) / 4


@pytest.mark.parametrize("media_type", MEDIA_TYPES)
def test_there_is_nothing_in_it_but_pixels(face: Face, media_type: str) -> None:
    image = Image.open(BytesIO(encoded(face.picture, media_type)))
    assert dict(image.getexif()) == {}
    assert set(image.info) <= {"loop", "background", "timestamp", "duration"}
