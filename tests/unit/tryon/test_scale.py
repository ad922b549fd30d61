import pytest

from shared.faces.locate import Face
from shared.tryon.scale import mm_per_cm
from tests.unit.tryon.known_head import known_head


@pytest.mark.parametrize("yaw", [-15, 0, 15])
def test_a_turned_head_is_no_smaller(face: Face, yaw: float) -> None:
    straight = mm_per_cm(known_head(face).face())
    assert mm_per_cm(known_head(face, yaw=yaw).face()) == pytest.approx(straight, rel=0.02)


def test_the_head_of_an_adult_is_about_as_large_as_the_canonical_one(face: Face) -> None:
    assert 8 < mm_per_cm(face) < 11.5
