import pytest

from shared.faces.viewpoint import viewpoint


def test_a_face_that_fills_the_picture_was_near_or_cropped() -> None:
    near, far = viewpoint(px_per_mm=1.9, longest_side_px=900), viewpoint(px_per_mm=0.6, longest_side_px=900)
    assert near.nearness > far.nearness
    assert near.sd > far.sd


def test_a_small_face_was_far_away_for_sure() -> None:
    assert viewpoint(px_per_mm=0.2, longest_side_px=900).sd == 0


def test_what_looks_nearer_than_an_arm_was_cropped() -> None:
    arm, cropped = viewpoint(1.95, 900), viewpoint(6.0, 900)
    assert 1000 / arm.nearness == pytest.approx(442, abs=1)
    assert 1000 / cropped.nearness == pytest.approx(800)
    assert cropped == viewpoint(30.0, 900)
