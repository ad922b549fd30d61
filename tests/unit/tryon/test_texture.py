import numpy as np
import pytest
from PIL import Image

from shared.tryon.light import Light
from shared.tryon.sharpness import Sharpness
from shared.tryon.texture import back_of, blurred, grained, planes, texture
from tests.unit.tryon.fronts import BLUE, PX_PER_MM, layer

EVEN = Light(np.ones(3, dtype=np.float32), (1.0, 1.0), is_grey=False)


def test_it_is_no_finer_than_it_is_drawn() -> None:
    whole, half = texture(layer(), EVEN, 9.0), texture(layer(), EVEN, PX_PER_MM / 2)
    assert whole.size == (layer().rgba.shape[1], layer().rgba.shape[0])
    assert half.width == pytest.approx(whole.width / 2, abs=1)


def test_colours_are_premultiplied_and_lit() -> None:
    values = planes(texture(layer(), EVEN, PX_PER_MM))
    assert (values[..., :3] <= values[..., 3:]).all()
    dim = Light(np.full(3, 0.5, dtype=np.float32), (1.0, 1.0), is_grey=False)
    front = values[values[..., 3] == 255]
    assert np.median(front[:, :3], axis=0) == pytest.approx(BLUE, abs=1)
    assert planes(texture(layer(), dim, PX_PER_MM))[..., :3].max() <= 100


def test_the_back_is_the_rim_alone_and_darker() -> None:
    front = texture(layer(), EVEN, PX_PER_MM)
    back = planes(back_of(front))
    assert set(np.unique(back[..., 3])) <= {0, *range(246, 256)}
    assert back[..., 2].max() < 0.6 * planes(front)[..., 2].max()


def test_a_sharp_photo_leaves_it_sharp() -> None:
    image = Image.new("RGBa", (9, 9))
    assert blurred(image, Sharpness(0.0, 0.0)) is image
    assert blurred(image, Sharpness(1.0, 0.0)) is not image


def test_grain_is_where_the_front_is() -> None:
    values = np.zeros((50, 50, 4), dtype=np.float32)
    values[:25] = (100, 100, 100, 255)
    noisy = grained(values, Sharpness(0.0, 4.0))
    assert noisy[:25, :, 0].std() == pytest.approx(4, rel=0.15)
    assert np.array_equal(noisy[25:], values[25:])
    assert grained(values, Sharpness(0.0, 0.0)) is values
