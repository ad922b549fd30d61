from functools import cache

import numpy as np
import pytest
from numpy.typing import NDArray

from local.catalogue.camera import FRONT_BASELINE_PX, FRONT_CANVAS, PX_PER_MM
from local.catalogue.frame import build_frame
from local.catalogue.pictures import Views, angle_picture, front_pictures, views_of
from local.catalogue.rows import Variant, variants

ALL = {variant.product_id: variant for variant in variants()}
ACETATE = "fjell-03-forest-48"
RIMLESS = "osterlind-air-16-titanium-53"
GRADIENT = "solbrisa-faro-gold-50"
DARK = "solbrisa-alto-gold-55"
WIDEST = "werfthal-dock-5-satin-black-60"
CHOSEN = (ACETATE, RIMLESS, GRADIENT, DARK, WIDEST)


@cache
def views(product_id: str) -> Views:
    return views_of(
        build_frame(ALL[product_id].design, ALL[product_id].size), tinted=ALL[product_id].tint.category > 0
    )


@cache
def pictures(product_id: str) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    variant = ALL[product_id]
    front, try_on = front_pictures(views(product_id), variant.colour, variant.tint)
    return np.asarray(front), np.asarray(try_on)


def lens_centre(variant: Variant, try_on: NDArray[np.uint8]) -> tuple[int, int]:
    """(row, column) of the boxing centre of the wearer's left lens, from the lowest pixel of the picture."""
    column = try_on.shape[1] // 2 + round(variant.size.lens_centre_x * PX_PER_MM)
    opaque = np.flatnonzero(try_on[:, column, 3] > 40)
    return int((opaque[0] + opaque[-1]) // 2), column


@pytest.mark.parametrize("product_id", CHOSEN)
def test_the_try_on_frame_is_drawn_at_true_width(product_id: str) -> None:
    alpha = pictures(product_id)[1][..., 3]
    columns = np.flatnonzero((alpha > 127).any(axis=0))
    drawn = columns[-1] - columns[0] + 1
    assert drawn == pytest.approx(ALL[product_id].size.frame_width * PX_PER_MM, abs=1)


@pytest.mark.parametrize("product_id", [ACETATE, RIMLESS, WIDEST])
def test_clear_lenses_are_fully_transparent_in_the_try_on_picture(product_id: str) -> None:
    try_on = pictures(product_id)[1]
    row, column = lens_centre(ALL[product_id], try_on)
    assert try_on[row - 20 : row + 20, column - 20 : column + 20, 3].max() == 0


def test_a_sun_lens_lets_through_what_it_says() -> None:
    try_on = pictures(DARK)[1]
    row, column = lens_centre(ALL[DARK], try_on)
    assert try_on[row, column, 3] / 255 == pytest.approx(1 - ALL[DARK].tint.tau / 100, abs=0.01)


def test_a_gradient_lens_is_darker_at_the_top() -> None:
    try_on = pictures(GRADIENT)[1]
    row, column = lens_centre(ALL[GRADIENT], try_on)
    assert try_on[row - 60, column, 3] > try_on[row + 60, column, 3] + 40


@pytest.mark.parametrize("product_id", CHOSEN)
def test_the_bridge_anchor_is_the_bridge_s_upper_edge(product_id: str) -> None:
    alpha = pictures(product_id)[1][..., 3]
    x, y = views(product_id).bridge_anchor_px
    assert x == alpha.shape[1] / 2
    column = alpha[:, round(x)]
    assert column[round(y) + 1 : round(y) + 4].max() > 100, "material just below"
    assert column[max(0, round(y) - 5) : round(y) - 2].max() < 60, "air just above"


@pytest.mark.parametrize("product_id", CHOSEN)
def test_every_front_stands_on_one_baseline_of_one_canvas(product_id: str) -> None:
    front = pictures(product_id)[0]
    assert front.shape == (FRONT_CANVAS[1], FRONT_CANVAS[0], 4)
    lit = np.flatnonzero((front[..., :3].max(axis=2) * (front[..., 3] > 127)).any(axis=1))
    assert lit[-1] == pytest.approx(FRONT_BASELINE_PX, abs=2)


def test_the_three_quarter_view_shows_the_whole_frame() -> None:
    for product_id in CHOSEN:
        variant = ALL[product_id]
        alpha = np.asarray(angle_picture(views(product_id), variant.colour, variant.tint))[..., 3]
        edge = np.concatenate([alpha[0], alpha[:, 0], alpha[:, -1]])
        assert alpha.max() == 255
        assert edge.max() < 60, "nothing is cut off"
