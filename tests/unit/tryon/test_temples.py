import numpy as np

from shared.faces.locate import Face
from shared.tryon.canvas import Canvas
from shared.tryon.head import Head
from shared.tryon.seat import seat
from shared.tryon.temples import Arm, arms, drawn
from tests.unit.tryon.fronts import BLUE, layer
from tests.unit.tryon.known_head import known_head


def _arms(face: Face, **turned: float) -> tuple[Arm, Arm]:
    head = Head.of(known_head(face, **turned).face())
    return arms(head, seat(head, layer()), layer())


def _length(arm: Arm) -> float:
    """Of what is seen, px."""
    steps = np.linalg.norm(np.diff(arm.upper, axis=0), axis=1)
    return float((steps * (arm.seen[1:] + arm.seen[:-1]) / 2).sum())


def test_seen_straight_on_hardly_any_of_the_arms_shows(face: Face) -> None:
    for arm in _arms(face):
        assert _length(arm) < 60  # of 450 px between them


def test_a_turned_head_shows_the_near_arm_and_hides_the_far_one(face: Face) -> None:
    """Yaw is positive when the nose points to the right of the picture: the left side is near."""
    left, right = _arms(face, yaw=18)
    assert _length(left) > 3 * _length(right)
    assert right.seen[5:].max() == 0
    left, right = _arms(face, yaw=-18)
    assert _length(right) > 3 * _length(left)


def test_an_arm_begins_at_the_hinge_and_fades_before_the_ear_ends_it(face: Face) -> None:
    left, _ = _arms(face, yaw=18)
    assert left.seen[0] > 0.9
    assert left.seen[-1] == 0
    assert (np.diff(left.seen[-4:]) <= 0).all()


def test_it_grows_thinner_to_the_ear(face: Face) -> None:
    left, _ = _arms(face, yaw=18)
    heights = np.linalg.norm(left.upper - left.lower, axis=1)
    assert heights[-1] < 0.8 * heights[0]


def test_it_is_drawn_in_the_fronts_colour_where_it_is_seen(face: Face) -> None:
    left, _ = _arms(face, yaw=18)
    canvas = Canvas.around(np.vstack([left.upper, left.lower]), (1024, 1024), 10, 1)
    image = np.asarray(drawn(left, np.array(BLUE, dtype=np.float32), canvas)).astype(float)
    assert image.shape == (canvas.rows, canvas.columns, 4)
    opaque = image[image[..., 3] > 200]
    assert opaque.size
    assert opaque[:, 2].mean() > 2 * opaque[:, 0].mean()
    assert (image[..., :3] <= image[..., 3:] + 1).all()
