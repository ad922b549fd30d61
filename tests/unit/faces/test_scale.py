import numpy as np
import pytest

from shared.faces.pose import Points, fit_head
from shared.faces.reference import Edge, InvalidReference, Reference
from shared.faces.scale import Scale, find_scale

PICTURE = (900, 900)


def scale_of(face: Points, pupillary_distance: float | None = None, card: Edge | None = None) -> Scale:
    return find_scale(face, fit_head(face), PICTURE, Reference(pupillary_distance, card))


def marked(length_px: float) -> list[list[float]]:
    return [[0.3, 0.2], [0.3 + length_px / 900, 0.2]]


def card_px(face: Points) -> float:
    """As long as the card would be on this forehead by the scale of iris and head."""
    return scale_of(face).px_per_mm * 85.6


def test_a_larger_iris_means_a_smaller_head_but_only_by_half(face: Points) -> None:
    larger = face.copy()
    for centre, ring in ((468, slice(469, 473)), (473, slice(474, 478))):
        larger[ring] = face[centre] + 1.1 * (face[ring] - face[centre])
    assert scale_of(larger).px_per_mm / scale_of(face).px_per_mm == pytest.approx(1.1**0.49, rel=0.003)


def test_without_a_reference_the_scale_is_off_by_what_people_differ(face: Points) -> None:
    found = scale_of(face)
    assert found.source == "iris"
    assert 0.045 < found.error < 0.06


def test_a_card_on_the_forehead_is_nearer_than_the_eyes(face: Points) -> None:
    length = card_px(face)
    found = scale_of(face, card=marked(length))
    assert found.source == "card"
    assert 0.93 * length < found.px_per_mm * 85.6 < 0.99 * length
    assert found.error < 0.03


def test_a_card_held_across_counts_the_pictures_own_shape(face: Points) -> None:
    length = card_px(face)
    upright = [[0.3, 0.1], [0.3, 0.1 + length / 1200]]
    found = find_scale(face, fit_head(face), (900, 1200), Reference(card=upright))
    across = [[0.3, 0.1], [0.3 + length / 900, 0.1]]
    same = find_scale(face, fit_head(face), (900, 1200), Reference(card=across))
    assert found.px_per_mm == pytest.approx(same.px_per_mm)


def test_the_source_with_the_smaller_error_wins(face: Points) -> None:
    own = 62.0
    assert scale_of(face, pupillary_distance=own, card=marked(card_px(face))).source == "pupillaryDistance"
    assert scale_of(face, pupillary_distance=own).error == pytest.approx(1 / own)


@pytest.mark.parametrize("share", [0.4, 2.5])
def test_a_card_that_does_not_go_with_the_face_is_no_reference(share: float, face: Points) -> None:
    with pytest.raises(InvalidReference) as refused:
        scale_of(face, card=marked(share * card_px(face)))
    assert refused.value.field == "card"


def test_both_ends_in_one_place_are_no_card(face: Points) -> None:
    with pytest.raises(InvalidReference):
        scale_of(face, card=[[0.5, 0.5], [0.5, 0.5]])


def test_a_pupillary_distance_of_another_face_is_no_reference(face: Points) -> None:
    with pytest.raises(InvalidReference) as refused:
        scale_of(face, pupillary_distance=82.0)
    assert refused.value.field == "pupillaryDistance"


def test_a_turned_head_keeps_its_pupillary_distance(face: Points) -> None:
    c, s = np.cos(np.radians(12)), np.sin(np.radians(12))
    straight = fit_head(face).straight
    turned = straight @ np.array([[c, 0, -s], [0, 1, 0], [s, 0, c]])
    found = [
        scale_of(head * (20, -20, -20 / 0.85) + (450, 450, 0), pupillary_distance=60.0).px_per_mm
        for head in (straight, turned)
    ]
    assert found[1] == pytest.approx(found[0], rel=0.01)
