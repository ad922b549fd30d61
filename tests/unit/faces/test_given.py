import numpy as np
import pytest

from shared.faces.given import InvalidLandmarks, take_landmarks
from shared.faces.pose import Points

SIZE = (900, 900)


@pytest.fixture(scope="module")
def given(face: Points) -> list[list[float]]:
    listed: list[list[float]] = (face / 900).tolist()
    return listed


def problem(landmarks: object, size: tuple[int, int] = SIZE) -> str:
    with pytest.raises(InvalidLandmarks) as invalid:
        take_landmarks(landmarks, size)  # type: ignore[arg-type]
    return str(invalid.value)


def test_normalised_landmarks_become_pixels(given: list[list[float]], face: Points) -> None:
    points, fit = take_landmarks(given, SIZE)
    assert points == pytest.approx(face)
    assert fit.misfit_cm < 0.9


def test_depth_is_in_picture_widths(given: list[list[float]], face: Points) -> None:
    half_as_high = [[x, 2 * y, z] for x, y, z in given]
    points, _ = take_landmarks(half_as_high, (900, 450))
    assert points == pytest.approx(face)


@pytest.mark.parametrize("count", [0, 1, 468, 479])
def test_another_number_of_points_is_refused(count: int, given: list[list[float]]) -> None:
    assert "478" in problem((given + given)[:count])


def test_ragged_or_nested_or_worded_points_are_refused(given: list[list[float]]) -> None:
    assert problem([*given[:-1], [0.1, 0.2]])
    assert problem([*given[:-1], [0.1, 0.2, "a"]])
    assert problem([*given[:-1], [0.1, 0.2, None]])
    assert problem([[point] for point in given])


@pytest.mark.parametrize("number", [float("nan"), float("inf"), -float("inf"), 1e308])
def test_numbers_out_of_this_world_are_refused(number: float, given: list[list[float]]) -> None:
    assert problem([*given[:-1], [0.5, 0.5, number]])


def test_pixels_sent_as_normalised_are_refused(face: Points) -> None:
    assert "normalised" in problem(face.tolist())


def test_points_that_are_no_face_are_refused(given: list[list[float]]) -> None:
    assert "face" in problem(np.random.default_rng(1).uniform(0, 1, (478, 3)).tolist())
    assert "face" in problem(given[::-1])
    assert "one place" in problem([[0.5, 0.5, 0.0]] * 478)


def test_irises_of_no_eye_are_refused(given: list[list[float]]) -> None:
    centre = np.mean(given[469:473], axis=0)
    tiny = [*given[:469], *(centre + 0.1 * (np.array(given[469:473]) - centre)).tolist(), *given[473:]]
    assert "face" in problem(tiny)


@pytest.mark.parametrize("size", [(0, 900), (900, -1), (10**6, 900)])
def test_an_impossible_picture_size_is_refused(size: tuple[int, int], given: list[list[float]]) -> None:
    assert "imageSize" in problem(given, size)


def test_the_problem_names_no_coordinate() -> None:
    assert "0.12345" not in problem([[0.12345, 0.12345, 0.12345]] * 478)
