import numpy as np
import pytest
from PIL import Image

from shared.faces.rgb import small_rgb


@pytest.mark.parametrize("mode", ["RGB", "L", "RGBA", "CMYK", "P"])
def test_reducing_in_bands_gives_what_reducing_the_whole_gives(mode: str, astronaut: Image.Image) -> None:
    picture = astronaut.resize((1001, 777)).convert(mode)
    whole = picture.convert("RGB").reduce(7)
    banded = small_rgb(picture, 143)
    assert banded.size == (143, 111)
    assert np.abs(np.asarray(banded).astype(int) - np.asarray(whole).astype(int)).max() <= 1


def test_a_small_picture_keeps_its_size(astronaut: Image.Image) -> None:
    assert small_rgb(astronaut, 512) is astronaut


def test_between_whole_factors_the_longest_side_is_met(astronaut: Image.Image) -> None:
    assert small_rgb(astronaut.resize((500, 300)), 320).size == (320, 192)


def test_a_line_of_pixels_keeps_a_pixel_of_height() -> None:
    assert small_rgb(Image.new("RGB", (9000, 1)), 1280).size == (1280, 1)


def test_sixteen_bits_run_from_black_to_white() -> None:
    deep = Image.fromarray(np.array([[0, 257, 32896, 65535]], dtype=np.uint16))
    assert np.asarray(small_rgb(deep, 10))[0, :, 0].tolist() == [0, 1, 128, 255]


def test_a_transparent_palette_colour_turns_white() -> None:
    picture = Image.new("P", (4, 4), 0)
    picture.putpalette([255, 0, 0])
    picture.info["transparency"] = 0
    assert np.asarray(small_rgb(picture, 10)).min() == 255
