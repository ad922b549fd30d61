import pytest

from shared.catalogue.index import CatalogueIndex
from shared.discovery.fit import LEAST_COMFORT, FaceSize, centre_comfort, fit_of, width_comfort, width_word
from shared.discovery.texts import Texts
from shared.discovery.wishes import SizeWish, Wishes
from shared.faces.measurement import Length
from tests.unit.discovery.frames import face, frame

WORDS = Texts.load().data["fitWords"]


def index(**changes: object) -> CatalogueIndex:
    return CatalogueIndex.of([frame("a", **changes)])


def test_an_uncertain_face_makes_no_frame_look_certain():
    sure = width_comfort(index(frame_width=137.0), Length(136, 1))[0]
    unsure = width_comfort(index(frame_width=137.0), Length(136, 6))[0]
    assert sure > 0.99
    assert unsure < 0.65


def test_the_wider_the_difference_the_less_likely_the_comfort():
    comforts = [width_comfort(index(frame_width=w), Length(136, 3))[0] for w in (136.0, 140.0, 144.0, 152.0)]
    assert comforts == sorted(comforts, reverse=True)
    assert comforts[-1] < 0.01


def test_lens_centres_sit_before_the_pupils_or_somewhat_outside():
    near = centre_comfort(index(lens_width=48.0, bridge=18.0), Length(63, 2))[0]
    far = centre_comfort(index(lens_width=58.0, bridge=20.0), Length(63, 2))[0]
    assert near > 0.9
    assert far < 0.05


def test_a_frame_not_made_for_the_pupillary_distance_is_no_fit():
    assert centre_comfort(index(lens_width=48.0, bridge=18.0, min_pd=66.0), Length(63, 2))[0] == 0


@pytest.mark.parametrize(
    ("difference", "words"),
    [
        (-12, "12 mm narrower than your face: narrow"),
        (-3, "3 mm narrower than your face: snug"),
        (0, "as wide as your face"),
        (4, "4 mm wider than your face: relaxed"),
        (8, "8 mm wider than your face: generous"),
        (15, "15 mm wider than your face: wide"),
    ],
)
def test_the_words_say_the_millimetres(difference: float, words: str):
    fit = fit_of(index(frame_width=136.0 + difference), 0, FaceSize(width=Length(136, 3)), WORDS)
    assert fit is not None
    assert fit.words == words
    assert fit.word == width_word(difference)
    assert fit.width_difference_mm == difference


def test_nothing_measured_is_no_fit():
    assert fit_of(index(), 0, FaceSize(), WORDS) is None


def test_the_shoppers_own_number_goes_before_the_measured_one():
    own = Wishes(size=SizeWish(own_face_width_mm=150))
    assert FaceSize.of(face(width_mm=136), own).width == Length(150, 1.0)
    assert FaceSize.of(face(width_mm=136), Wishes()).width == Length(136, 3.0)


@pytest.mark.parametrize("width", [118.0, 127.5, 136.0, 143.0, 170.0])
@pytest.mark.parametrize("error", [0.0, 1.0, 6.0])
def test_one_frames_comfort_is_that_of_the_column(width: float, error: float):
    size = FaceSize(width=Length(136, error), pupils=Length(63, 2))
    fit = fit_of(index(frame_width=width), 0, size, WORDS)
    column = width_comfort(index(frame_width=width), Length(136, error))
    assert fit is not None
    assert fit.probability == pytest.approx(column[0], abs=1e-4)
    assert fit.near == (column[0] >= LEAST_COMFORT)


def test_a_face_without_width_has_its_pupils_alone():
    fit = fit_of(index(lens_width=50.0, bridge=19.0), 0, FaceSize(pupils=Length(63, 2)), WORDS)
    assert fit is not None
    assert (fit.lens_centre_difference_mm, fit.probability, fit.words, fit.near) == (6.0, None, "", True)
