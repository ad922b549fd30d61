import pytest

from shared.faces.viewpoint import viewpoint


def test_a_face_that_fills_the_picture_was_near_or_cropped() -> None:
    near, far = viewpoint(px_per_mm=3.5, longest_side_px=900), viewpoint(px_per_mm=0.6, longest_side_px=900)
    assert near.nearness > far.nearness
    assert near.sd > far.sd


def test_a_small_face_was_far_away_for_sure() -> None:
    assert viewpoint(px_per_mm=0.2, longest_side_px=900).sd == 0


def test_no_face_is_taken_for_nearer_than_an_arm() -> None:
    assert viewpoint(3.0, 900) == viewpoint(30.0, 900)
    assert 1000 / viewpoint(30.0, 900).nearness == pytest.approx(597, abs=1)
