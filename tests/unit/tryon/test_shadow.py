import numpy as np
import pytest
from PIL import Image

from shared.faces.locate import Face
from shared.tryon.canvas import Canvas
from shared.tryon.head import Head
from shared.tryon.shadow import face_mask, front_shadow, temple_shadow
from tests.unit.tryon.known_head import known_head


@pytest.fixture
def head(face: Face) -> Head:
    return Head.of(known_head(face).face())


def _front(alpha: int) -> Image.Image:
    image = Image.new("RGBa", (200, 200))
    image.paste((0, 0, 0, alpha), (50, 80, 150, 100))
    return image


def test_it_falls_below_what_throws_it_and_is_soft(head: Head) -> None:
    shade = front_shadow(_front(255), head)
    rows = (shade.sum(axis=1) * np.arange(200)).sum() / shade.sum()
    assert rows > 90 + 1.5 * head.px_per_mm
    assert 0 < shade.max() < 0.4
    assert np.abs(np.diff(shade, axis=0)).max() < 0.06


def test_lenses_throw_less_than_rims(head: Head) -> None:
    assert front_shadow(_front(200), head).max() < 0.5 * front_shadow(_front(255), head).max()


def test_an_arm_throws_one_close_by(head: Head) -> None:
    assert 0 < temple_shadow(_front(255), head).max() < 0.4


def test_nothing_falls_beside_the_face(head: Head) -> None:
    mask = face_mask(head, Canvas(0, 0, 1024, 1024, 1))
    eyes = head.eyes_px.astype(int)
    assert mask[eyes[1], eyes[0]] == 1
    assert mask[5, 5] == mask[eyes[1], 5] == 0
