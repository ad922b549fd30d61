"""Lenses: tinted once, and only where the front holds them."""

import numpy as np
import pytest

from shared.catalogue.product import Lens
from shared.tryon.lens import glazed, lens_mask
from tests.unit.tryon.fronts import ANCHOR, BRIDGE, LENS_WIDTH, PX_PER_MM, TINTED, bare_layer, picture

CENTRE = (round(ANCHOR[1] + 60), round(ANCHOR[0] + (BRIDGE + LENS_WIDTH) / 2 * PX_PER_MM))
DARK = (20, 20, 20, 217)


def test_lenses_are_what_the_rims_enclose() -> None:
    mask = lens_mask(bare_layer(picture()))
    assert mask[CENTRE]
    assert not mask[:, round(ANCHOR[0])].any()  # the nose
    assert not mask[0].any()
    assert not mask[:, 0].any()


def test_a_rim_open_below_holds_a_lens_too() -> None:
    image = picture()
    image.paste((0, 0, 0, 0), (0, image.height - 30, image.width, image.height))
    assert lens_mask(bare_layer(image))[CENTRE]


def test_a_tint_that_the_picture_lacks_is_added_by_the_lens() -> None:
    """15 % come through."""
    layer = glazed(bare_layer(picture(), lens=TINTED))
    alpha = layer.rgba[CENTRE[0] + 60, CENTRE[1] + 60, 3]
    assert alpha / 255 == pytest.approx(0.85, abs=0.02)


def test_a_tint_that_the_picture_has_is_not_added_again() -> None:
    layer = glazed(bare_layer(picture(lens=DARK), lens=TINTED))
    low = layer.rgba[CENTRE[0] + 60, CENTRE[1] + 60]
    assert tuple(low) == DARK


def test_clear_lenses_stay_clear_but_for_a_faint_reflection() -> None:
    layer = glazed(bare_layer(picture()))
    alpha = layer.rgba[lens_mask(bare_layer(picture()))][:, 3]
    assert 0 < alpha.max() < 0.08 * 255
    assert np.median(alpha) < 0.03 * 255


def test_a_gradient_grows_lighter_downwards() -> None:
    gradient = Lens(category=2, tau=25.0, colour="brown", gradient=True)
    alpha = glazed(bare_layer(picture(), lens=gradient)).rgba[..., 3]
    column = CENTRE[1] + 60
    assert alpha[CENTRE[0] - 70, column] > alpha[CENTRE[0], column] > alpha[CENTRE[0] + 70, column] > 0


def test_polarised_lenses_look_like_others() -> None:
    plain, polarised = (
        glazed(bare_layer(picture(), lens=TINTED.model_copy(update={"polarized": p}))) for p in (0, 1)
    )
    assert np.array_equal(plain.rgba, polarised.rgba)


def test_a_mirror_reflects_more() -> None:
    plain, mirror = (
        glazed(bare_layer(picture(lens=DARK), lens=TINTED.model_copy(update={"mirror": it}))) for it in (False, True)
    )
    mask = lens_mask(bare_layer(picture()))
    assert mirror.rgba[mask][:, :3].mean() > plain.rgba[mask][:, :3].mean()


def test_a_colour_nobody_foresaw_is_grey() -> None:
    odd, grey = (
        glazed(bare_layer(picture(), lens=TINTED.model_copy(update={"colour": colour})))
        for colour in ("mauve", "grey")
    )
    assert np.array_equal(odd.rgba, grey.rgba)


def test_the_front_itself_is_not_touched() -> None:
    bare = bare_layer(picture(), lens=TINTED)
    assert np.array_equal(glazed(bare).rgba[bare.solid], bare.rgba[bare.solid])
