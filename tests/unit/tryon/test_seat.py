import numpy as np
import pytest

from shared.faces.locate import Face
from shared.tryon.head import Head
from shared.tryon.seat import seat
from tests.unit.tryon.fronts import layer
from tests.unit.tryon.known_head import known_head


@pytest.fixture
def head(face: Face) -> Head:
    return Head.of(known_head(face).face())


def test_the_bridge_rests_between_pupils_and_brows_before_the_nose(head: Head) -> None:
    origin = seat(head, layer()).origin
    brows = head.points[[105, 334], 1].mean()
    assert 0 < origin[1] < brows
    assert abs(origin[0]) < 3
    assert head.points[168, 2] + 2 < origin[2] < head.points[168, 2] + 10


def test_a_bridge_wider_than_the_nose_slides_down_but_pads_are_bent_to_fit(head: Head) -> None:
    narrow, wide = (seat(head, layer(bridge=bridge)).origin[1] for bridge in (16.0, 22.0))
    assert wide < narrow
    narrow, wide = (seat(head, layer(bridge=bridge, nose_pads=True)).origin[1] for bridge in (16.0, 22.0))
    assert wide == pytest.approx(narrow, abs=0.3)  # their lenses stand elsewhere in the same picture


def test_the_pupils_stay_within_the_lens_whatever_the_nose(head: Head) -> None:
    for shift in (-25.0, 25.0):
        points = head.points.copy()
        points[[8, 168, 6, 197], 1] += shift
        odd = Head(points, head.turn, head.eyes_px, head.px_per_mm, head.camera_mm)
        middle = seat(odd, layer()).origin[1] + layer().lens_middle_mm
        assert -0.19 * 40 < middle <= 0.01


def test_the_lower_edge_leans_to_the_cheeks(head: Head) -> None:
    place = seat(head, layer())
    upper, lower = place.on_head(np.array([[0.0, 0, 0], [0.0, -40, 0]]))
    assert lower[2] < upper[2] - 3
    assert np.linalg.norm(upper - lower) == pytest.approx(40)
