import numpy as np
import pytest

from shared.catalogue.index import CatalogueIndex
from shared.discovery.resemblance import MOST_VALUES, Resemblance
from tests.unit.discovery.frames import frame
from tests.unit.discovery.meaning import Absent, Counted, model

ROWS = {
    "fun": frame("fun", styles=("playful",), uses=("evening",), colour_family="multicolour", frame_shape="geometric"),
    "plain": frame("plain", styles=("minimal",), uses=("office",), colour_family="silver", material="titanium"),
    "beach": frame("beach", category="sunglasses", styles=("sporty",), uses=("beach",), colour_family="blue"),
}
INDEX = CatalogueIndex.of(list(ROWS.values()))


def nearest(text: str, index: CatalogueIndex = INDEX) -> str:
    grades = Resemblance(model()).grades(index, text)
    assert grades is not None
    return index.product_ids[int(grades.argmax())]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("zany kaleidoscopic glasses for a comedian", "fun"),
        ("unassuming and spartan, for meetings with my accountant", "plain"),
        ("lounging at the seaside under a scorching sun", "beach"),
    ],
)
def test_frames_are_near_what_was_said_by_the_values_they_have(text: str, expected: str) -> None:
    assert nearest(text) == expected


@pytest.mark.parametrize(
    "text", ["x", "a bold round look", "my parcel is delayed", "word " * 4000, "😎 日本", "<script>"]
)
def test_grades_are_one_per_row_from_0_to_1(text: str) -> None:
    grades = Resemblance(model()).grades(INDEX, text)
    assert grades is not None
    assert grades.shape == (len(INDEX),)
    assert np.all((grades >= 0) & (grades <= 1))


def test_what_wishes_for_nothing_hardly_moves_anything() -> None:
    grades = Resemblance(model()).grades(INDEX, "my parcel has not arrived")
    assert grades is not None
    assert grades.max() < 0.3


def test_a_product_has_the_same_grade_in_any_catalogue() -> None:
    """Shortlisted from the whole and read again alone: the score must not change."""
    graded = Resemblance(model()).to("something cheerful for a party")
    assert graded is not None
    whole = graded(INDEX)
    for id, product in ROWS.items():
        assert graded(CatalogueIndex.of([product])) == pytest.approx([whole[INDEX.row_of[id]]])


def test_a_text_is_read_once_for_any_number_of_catalogues() -> None:
    counted = Counted()
    graded = Resemblance(counted).to("a cheerful look")
    assert graded is not None
    asked = len(counted.asked)
    graded(INDEX)
    named = len(counted.asked)
    for _ in range(5):
        graded(INDEX)
    assert len(counted.asked) == named <= asked + 3


def test_a_shops_own_words_are_compared_by_their_names() -> None:
    own = CatalogueIndex.of([frame("a", styles=("steampunk",)), frame("b", styles=("floral",))])
    assert nearest("victorian gears and goggles", own) == "a"
    assert nearest("blossoms and roses", own) == "b"


def test_a_feed_full_of_own_words_costs_a_bounded_number_of_them() -> None:
    counted = Counted()
    stuffed = CatalogueIndex.of([frame(f"f-{n}", styles=(f"invented{n}",)) for n in range(3 * MOST_VALUES)])
    Resemblance(counted).to("gold")  # glosses
    before = sum(counted.asked)
    assert Resemblance(counted).grades(stuffed, "gold") is not None
    assert sum(counted.asked) - before <= 1 + MOST_VALUES + 2


def test_missing_attributes_and_an_empty_catalogue_do_no_harm() -> None:
    bare = CatalogueIndex.of([frame("bare", colour_family="", styles=(), uses=())])
    for index in (bare, CatalogueIndex.of([])):
        grades = Resemblance(model()).grades(index, "a bold look")
        assert grades is not None
        assert grades.shape == (len(index),)


@pytest.mark.parametrize("text", ["", "  \n"])
def test_nothing_said_is_no_evidence(text: str) -> None:
    assert Resemblance(model()).grades(INDEX, text) is None


def test_without_a_model_there_is_no_evidence() -> None:
    assert Resemblance(Absent()).grades(INDEX, "a bold look") is None
