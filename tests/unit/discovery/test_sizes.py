import pytest

from shared.discovery.lexicon import Lexicon
from shared.discovery.sizes import size_in
from shared.discovery.wishes import SizeWish
from shared.discovery.wording import plain


def size(message: str) -> SizeWish:
    found, _ = size_in(plain(message), Lexicon.load())
    assert found is not None, message
    return found


@pytest.mark.parametrize(
    "mark",
    ["52□18-140", "52-18-140", "52 18 140", "52□18", "a 52-18", "52[]18-140", "52/18/140", "my size: 52 □ 18 140"],
)
def test_the_mark_on_the_temple_is_read(mark: str):
    found = size(mark)
    assert found.lens_width and found.bridge
    assert (found.lens_width.min_mm, found.lens_width.max_mm) == (51, 53)
    assert (found.bridge.min_mm, found.bridge.max_mm) == (17, 19)


def test_a_limit_is_hard_and_a_size_is_not():
    limit, wish = size("at most 138 mm wide"), size("frame width 138 mm")
    assert limit.frame_width and (limit.frame_width.max_mm, limit.frame_width.hard) == (138, True)
    assert wish.frame_width and not wish.frame_width.hard


def test_the_shoppers_own_numbers_are_not_the_frames():
    found = size("my pd is 62 and my face is 138 mm wide")
    assert found.own_pupillary_distance_mm == 62
    assert found.own_face_width_mm == 138
    assert found.frame_width is None


def test_bare_millimetres_are_the_length_they_can_be():
    assert size("138 mm").frame_width
    assert size("54mm").lens_width
    assert size("bridge 21").bridge


@pytest.mark.parametrize("message", ["under 150 euros", "I am 52", "in 2026", "call 0171 555 1234", "3 mm"])
def test_other_numbers_are_no_size(message: str):
    assert size_in(plain(message), Lexicon.load())[0] is None


@pytest.mark.parametrize(
    ("message", "low", "high"),
    [
        ("frame width 135 to 140", 135, 140),
        ("between 135 and 140 mm wide", 135, 140),
        ("140 mm wide or more", 140, None),
        ("13.5 cm wide at most", None, 135),
    ],
)
def test_ranges_and_limits_may_stand_on_either_side(message: str, low: float | None, high: float | None):
    width = size(message).frame_width
    assert width and width.hard
    assert (width.min_mm, width.max_mm) == (low, high)


def test_a_weight_that_is_named_is_a_limit():
    assert size("titanium under 20 g").max_weight_g == 20


def test_a_lens_can_be_asked_for_by_its_height():
    height = size("lens height at least 32 mm").lens_height
    assert height and (height.min_mm, height.hard) == (32, True)
