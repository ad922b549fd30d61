from typing import get_args

import pytest

from shared.catalogue.product import FrameShape
from shared.discovery.advice import advice_for
from shared.discovery.wishes import Wishes
from shared.faces.result import SHAPES
from tests.unit.discovery.frames import face


def test_a_round_face_is_balanced_by_angles():
    advice = advice_for(face("round", probability=0.9), Wishes())
    assert advice is not None
    assert advice.grades["rectangle"] > advice.grades["round"]
    assert advice.level("rectangle") == "strong"


def test_every_face_shape_has_advice_on_every_frame_shape():
    for shape in SHAPES:
        advice = advice_for(None, Wishes(face_shape=shape))
        assert advice is not None
        assert set(advice.grades) == set(get_args(FrameShape))


def test_all_the_probabilities_count_and_not_the_top_one_alone():
    sure, torn = (
        advice_for(face("round", probability=0.96), Wishes()),
        advice_for(face("round", probability=0.4), Wishes()),
    )
    assert sure is not None
    assert torn is not None
    assert sure.grades["round"] < torn.grades["round"]


def test_an_unsure_face_is_named_by_two_shapes():
    advice = advice_for(face("round", probability=0.4), Wishes())
    assert advice is not None
    assert len(advice.shapes) == 2


def test_the_shoppers_correction_wins():
    corrected = face("round", probability=0.95).corrected_to("square")
    advice = advice_for(corrected, Wishes())
    assert advice is not None
    assert advice.shapes == ("square",)
    assert advice.grades["round"] == pytest.approx(1.0)


def test_no_face_gives_no_advice():
    assert advice_for(None, Wishes()) is None
