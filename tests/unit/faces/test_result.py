import pytest

from shared.faces.measurement import Length
from shared.faces.result import SHAPES, FaceResult, Pose


def test_the_shoppers_own_word_wins_and_the_measured_stays_visible() -> None:
    probabilities = dict(zip(SHAPES, (0.1, 0.1, 0.6, 0.1, 0.1), strict=True))
    measured = FaceResult("oval", probabilities, {"faceWidth": Length(138, 6)}, "medium", Pose(0, 0, 0))
    corrected = measured.corrected_to("square")
    assert measured.confidence == pytest.approx(0.6)
    assert (corrected.shape, corrected.confidence, corrected.corrected) == ("square", 1.0, True)
    assert corrected.probabilities == probabilities
