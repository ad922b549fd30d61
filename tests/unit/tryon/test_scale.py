import pytest

from shared.faces.locate import Face
from shared.faces.reference import NO_REFERENCE, Reference
from shared.tryon.scale import scale_of
from tests.unit.tryon.known_head import known_head


@pytest.mark.parametrize("yaw", [-15, 0, 15])
def test_a_turned_head_is_no_smaller(face: Face, yaw: float) -> None:
    straight = scale_of(known_head(face).face(), NO_REFERENCE).px_per_mm
    assert scale_of(known_head(face, yaw=yaw).face(), NO_REFERENCE).px_per_mm == pytest.approx(straight, rel=0.02)


def test_a_frame_is_worn_at_the_size_that_was_measured_before(face: Face) -> None:
    anew = scale_of(face, NO_REFERENCE).px_per_mm
    apart_mm = 60.0
    assert scale_of(face, Reference(apart_mm)).source == "pupillaryDistance"
    assert scale_of(face, Reference(1.1 * apart_mm)).px_per_mm == pytest.approx(
        scale_of(face, Reference(apart_mm)).px_per_mm / 1.1
    )
    assert anew == pytest.approx(scale_of(face, Reference(apart_mm)).px_per_mm, rel=0.15)


def test_another_persons_size_is_not_taken(face: Face) -> None:
    assert scale_of(face, Reference(82.0)) == scale_of(face, NO_REFERENCE)
