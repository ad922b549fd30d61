"""What is read from a front's picture."""

import pytest
from PIL import Image

from tests.unit.tryon.fronts import ANCHOR, BLUE, FRAME_WIDTH, LENS_HEIGHT, PX_PER_MM, RIM, bare_layer, picture


def test_the_bridges_upper_edge_is_the_origin() -> None:
    layer = bare_layer(picture())
    assert layer.to_mm(*ANCHOR) == (0, 0)
    assert layer.to_mm(ANCHOR[0] + 5, ANCHOR[1] + 10) == (1, -2)
    left, bottom, right, top = layer.box_mm
    assert left == -right
    assert bottom < 0 < top


def test_the_width_is_measured_from_end_to_end() -> None:
    assert bare_layer(picture()).width_mm == pytest.approx(FRAME_WIDTH, abs=0.3)


def test_the_lens_middle_lies_between_the_fronts_edges() -> None:
    middle = 10 / PX_PER_MM + RIM + LENS_HEIGHT / 2
    assert bare_layer(picture()).lens_middle_mm == pytest.approx(ANCHOR[1] / PX_PER_MM - middle, abs=0.2)


def test_hinges_and_their_colour_are_those_of_the_ends() -> None:
    layer = bare_layer(picture())
    assert layer.hinge_mm[0] == pytest.approx(FRAME_WIDTH / 2 - 1.5, abs=0.3)
    assert tuple(layer.temple_colour) == BLUE
    assert layer.temple_height_mm == 6.0  # of a rim as high as the lens, held to what arms are


def test_rimless_sunglasses_have_ends_as_well() -> None:
    """Nothing in their picture is quite opaque."""
    image = Image.new("RGBA", (600, 200))
    image.paste((10, 20, 30, 200), (20, 40, 580, 160))
    assert bare_layer(image).hinge_mm[0] > 0


@pytest.mark.parametrize(("fill", "is_drawn"), [((0, 0, 0, 0), False), ((9, 9, 9, 255), False)])
def test_an_empty_or_a_full_picture_shows_no_front(fill: tuple[int, int, int, int], is_drawn: bool) -> None:
    assert bare_layer(Image.new("RGBA", (600, 200), fill)).is_drawn is is_drawn
