"""The whole picture, against heads of known size before known cameras."""

import numpy as np
import pytest
from PIL import Image

from shared.faces.locate import Face
from shared.faces.pose import fit_head
from shared.tryon.wear import wear
from tests.unit.tryon.drawn import changed, drawn_width_px, true_width_px
from tests.unit.tryon.fronts import BLUE, layer, picture
from tests.unit.tryon.known_head import known_head


@pytest.mark.parametrize("distance_mm", [350, 450, 600, 900])
@pytest.mark.parametrize(("yaw", "within"), [(-15, 0.03), (-8, 0.02), (0, 0.02), (8, 0.02), (15, 0.03)])
def test_a_frame_is_drawn_at_its_true_width(face: Face, distance_mm: float, yaw: float, within: float) -> None:
    """Aim: within 2 % of the catalogue's mm, at the frame's own depth, where sizes are vouched for (8°)."""
    head = known_head(face, distance_mm=distance_mm, yaw=yaw)
    assert drawn_width_px(head) == pytest.approx(true_width_px(head), rel=within)


@pytest.mark.parametrize("turned", [{"roll": 12.0}, {"pitch": 8.0}, {"px_per_mm": 1.2}])
def test_it_is_so_in_tilted_and_small_photos(face: Face, turned: dict[str, float]) -> None:
    head = known_head(face, **turned)
    assert drawn_width_px(head) == pytest.approx(true_width_px(head), rel=0.02)


def test_the_pupils_are_within_the_lenses(face: Face) -> None:
    after = wear(face, layer())
    blue = changed(face, after) > 40
    for iris in (468, 473):
        column, row = face.landmarks[iris, :2].astype(int)
        assert not blue[row, column]
        above, below = np.flatnonzero(blue[:row, column]), np.flatnonzero(blue[row:, column])
        assert above.size
        assert below.size
        lens_px = below[0] + row - above[-1]
        assert 0.3 < (row - above[-1]) / lens_px < 0.55  # a little above the middle


def test_what_the_frame_does_not_touch_stays_as_it_was(face: Face) -> None:
    after = wear(face, layer())
    assert after.shape == face.picture.shape
    eyes = face.landmarks[[468, 473], 1].mean()
    reach = np.ptp(face.landmarks[:, 0]) * 0.6
    rows = np.flatnonzero((after != face.picture).any(axis=(1, 2)))
    assert rows.min() > eyes - reach
    assert rows.max() < eyes + reach


def test_the_photo_itself_is_notchanged(face: Face) -> None:
    before = face.picture.copy()
    wear(face, layer())
    assert np.array_equal(face.picture, before)


def test_clear_lenses_show_the_eyes_and_tinted_ones_darken_them(face: Face) -> None:
    clear = wear(face, layer())
    tinted = wear(face, layer(picture(lens=(20, 20, 20, 217))))
    column, row = face.landmarks[468, :2].astype(int)
    eye = np.s_[row - 4 : row + 5, column - 20 : column + 21]
    was = face.picture[eye].mean()
    assert clear[eye].mean() == pytest.approx(was, rel=0.12)
    assert tinted[eye].mean() < 0.5 * was


def test_a_soft_shadow_falls_below_the_front(face: Face) -> None:
    """Only ever darker, and no deeper than the shadow of a nose."""
    after = wear(face, layer())
    column = int(face.landmarks[468, 0])
    rim = np.flatnonzero(changed(face, after)[:, column] > 40).max()
    below = np.s_[rim + 4 : rim + 14, column - 5 : column + 6]
    ratio = after[below].mean() / face.picture[below].mean()
    assert 0.6 < ratio < 0.97


def test_a_black_and_white_photo_stays_black_and_white(face: Face) -> None:
    grey = np.repeat((face.picture @ [0.299, 0.587, 0.114]).astype(np.uint8)[..., None], 3, axis=2)
    after = wear(Face(grey, face.landmarks, face.fit), layer())
    assert int(np.ptp(after.astype(int), axis=2).max()) <= 1


def test_a_face_at_the_pictures_edge_is_drawn_as_far_as_it_is_there(face: Face) -> None:
    left, top = (face.landmarks[[468, 473], :2].mean(axis=0)).astype(int)
    cut = np.ascontiguousarray(face.picture[top:, left:])
    landmarks = face.landmarks - (left, top, 0)
    after = wear(Face(cut, landmarks, fit_head(landmarks)), layer())
    assert after.shape == cut.shape
    assert (after != cut).any()


def test_the_same_photo_gives_the_same_picture(face: Face) -> None:
    noisy = face.picture + np.random.default_rng(1).integers(0, 30, face.picture.shape).astype(np.uint8) // 2
    grainy = Face(noisy, face.landmarks, face.fit)
    assert np.array_equal(wear(grainy, layer()), wear(grainy, layer()))


def test_a_frame_turns_with_the_head(face: Face) -> None:
    """The nearer half of the front is the wider one."""
    widths = {}
    for yaw in (-12, 12):
        head = known_head(face, yaw=yaw)
        seen = head.face()
        blue = changed(seen, wear(seen, layer())) > 40
        columns = np.flatnonzero(blue.any(axis=0))
        middle = seen.landmarks[[168, 6], 0].mean()
        widths[yaw] = (middle - columns.min()) / (columns.max() - middle)
    assert widths[12] > 1.05
    assert widths[-12] < 0.95


def test_colours_are_those_of_the_frame(face: Face) -> None:
    head = known_head(face)
    seen = head.face()
    after = wear(seen, layer())
    front = after[changed(seen, after) > 150]
    assert np.median(front, axis=0) == pytest.approx(BLUE, abs=45)
    assert Image.fromarray(after).size == (1024, 1024)
