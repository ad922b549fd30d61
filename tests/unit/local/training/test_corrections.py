"""Shoppers' own words move the shapes' centres, when that makes the model better."""

import json

import numpy as np
import pytest

from local.training.corrections import (
    LEAST_LABELS,
    Centres,
    Change,
    Faces,
    Judgement,
    LabelsRefused,
    corrected,
    judge,
    read_labels,
)
from local.training.table import Table

SHAPES = ("heart", "oblong", "oval", "round", "square")
APART = 1.5 * np.eye(5, 4)
ROUND = SHAPES.index("round")
PLANE = "sha256:plane"
CENTRES = Centres(APART, np.full(5, 0.2), 20.0, 13.0)


def drawn(each: int, seed: int, centres: np.ndarray = APART) -> Faces:
    """Faces of every shape that scatter by 1 about the centres, 3 beside the plane."""
    shapes = np.repeat(np.arange(5), each)
    inside = centres[shapes] + np.random.default_rng(seed).normal(size=(5 * each, 4))
    return Faces(np.column_stack([inside, np.full(5 * each, 3.0)]), shapes)


TABLE = drawn(70, 1)
GROUPS = np.arange(350)


def as_line(shape: str, coordinates: list[float], distance: float, plane: str = PLANE) -> str:
    basis = {"plane": plane, "coordinates": coordinates, "distance": distance}
    return json.dumps({"shape": shape, "answered": None, **basis})


def test_labels_of_another_plane_are_left_out() -> None:
    lines = [as_line("round", [1.0, 2.0, 3.0, 4.0], 9.0), as_line("oval", [0.0] * 4, 9.0, plane="sha256:other")]
    labels, left_out = read_labels(lines, CENTRES, SHAPES, PLANE)
    assert (labels.shapes.tolist(), left_out) == ([ROUND], 1)
    assert labels.places[0, :4].tolist() == [1.0, 2.0, 3.0, 4.0]


def test_what_of_the_distance_is_not_in_the_plane_lies_beside_it() -> None:
    at_a_centre, out_of_reach = ([1.5, 0.0, 0.0, 0.0], 2.5), ([1.5, 3.0, 0.0, 0.0], 0.5)
    labels, _ = read_labels([as_line("heart", *each) for each in (at_a_centre, out_of_reach)], CENTRES, SHAPES, PLANE)
    assert labels.places[:, 4] == pytest.approx([2.5, 0.0])


def test_a_label_counts_as_one_face_of_the_table() -> None:
    labels = Faces(np.array([[5.0, 5.0, 5.0, 5.0, 0.0]] * 10), np.full(10, ROUND))
    before, after = CENTRES.refitted(TABLE), CENTRES.refitted(TABLE + labels)
    assert after.centres[ROUND] == pytest.approx((70 * before.centres[ROUND] + 10 * 5.0) / 80)
    assert np.delete(after.centres, ROUND, 0) == pytest.approx(np.delete(before.centres, ROUND, 0))
    assert after.priors == pytest.approx(np.array([70, 70, 70, 80, 70]) / 360)


def test_labels_of_people_unlike_the_table_are_met_more_often_after_a_refit() -> None:
    moved = APART.copy()
    moved[ROUND] += 0.7 * (APART[0] - APART[ROUND])
    found = judge(CENTRES, TABLE, GROUPS, drawn(60, 2, moved))
    print(f"\n{found}")
    assert found.labels == 300
    assert found.label_log_loss.after < found.label_log_loss.before
    assert abs(found.table_top1.after - found.table_top1.before) < 0.02


def test_labels_like_the_table_change_little() -> None:
    found = judge(CENTRES, TABLE, GROUPS, drawn(60, 3))
    assert found.label_log_loss.after == pytest.approx(found.label_log_loss.before, abs=0.02)
    assert found.table_top1.after == pytest.approx(found.table_top1.before, abs=0.02)
    assert found.refusal is None or "no likelier" in found.refusal


def test_words_at_random_are_refused() -> None:
    labels = drawn(120, 4)
    shuffled = Faces(labels.places, np.random.default_rng(5).permutation(labels.shapes))
    assert judge(CENTRES, TABLE, GROUPS, shuffled).refusal


def test_a_refit_that_meets_the_tables_faces_less_often_is_refused() -> None:
    """Everybody says the shape beside their own, and agrees on it."""
    labels = drawn(200, 6)
    found = judge(CENTRES, TABLE, GROUPS, Faces(labels.places, (labels.shapes + 1) % 5))
    assert found.label_log_loss.after < found.label_log_loss.before
    assert found.refusal is not None and "less often" in found.refusal


@pytest.mark.parametrize("each", [0, 1, 19])
def test_too_few_labels_are_refused(each: int) -> None:
    refusal = judge(CENTRES, TABLE, GROUPS, drawn(each, 7)).refusal
    assert refusal == f"{5 * each} labels are too few: {LEAST_LABELS} at least"


def test_figures_that_rise_are_no_reason_to_refuse() -> None:
    assert Judgement(LEAST_LABELS, Change(0.7, 0.7), Change(0.5, 0.6), Change(1.0, 0.9)).refusal is None


def table_and_model() -> tuple[Table, dict[str, object]]:
    """Features whose first four are the plane's coordinates, the next two beside it, the rest nothing."""
    beside = np.random.default_rng(8).normal(size=(350, 2))
    features = np.column_stack([TABLE.places[:, :4], beside, np.zeros((350, 27))])
    numbers = {"mean": np.zeros(33), "scale": np.ones(33), "directions": np.eye(6, 33), "centres": APART}
    held = {"shapes": list(SHAPES), "plane": PLANE, "freedom": 20.0, "dimension": 6.0, "priors": [0.2] * 5}
    listed = {key: entry.tolist() for key, entry in numbers.items()}
    return Table(features, TABLE.shapes, GROUPS, SHAPES, "digest"), {**held, **listed}


def lines_of(faces: Faces) -> list[str]:
    said = zip(faces.places[:, :4].tolist(), faces.shapes, strict=True)
    return [as_line(SHAPES[shape], coordinates, 9.0) for coordinates, shape in said]


def test_labels_move_centres_and_priors_of_the_models_file_and_nothing_else(
    capsys: pytest.CaptureFixture[str],
) -> None:
    table, held = table_and_model()
    moved = APART.copy()
    moved[ROUND] += 0.7 * (APART[0] - APART[ROUND])
    after = corrected(held, table, lines_of(drawn(60, 2, moved)))
    assert {key for key in after if after[key] != held.get(key)} == {"centres", "labels"}  # as many of each shape
    assert after["labels"] == 300
    assert after["centres"][ROUND][0] > 0.3, "towards the heart, as the labels say"
    assert "300 labels; 0 more belong to another plane" in capsys.readouterr().out


def test_a_refused_refit_says_why() -> None:
    table, held = table_and_model()
    with pytest.raises(LabelsRefused, match="15 labels are too few"):
        corrected(held, table, lines_of(drawn(3, 2)))
