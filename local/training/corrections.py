"""What shoppers said of their own face shape moves the shapes' centres and priors, not the plane they lie in.

Each label counts as one face of the table, so that few labels move little. Shoppers speak up mostly where the model
was wrong: labels alone would praise any change, so the table's faces have to agree to it as well.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from sklearn.model_selection import KFold, StratifiedGroupKFold

from local.training.discriminant import place
from local.training.figures import FOLDS, SHUFFLES
from local.training.table import Table, Whole
from shared.faces.shape import IN_THE_PLANE, Floats, posterior, squared_distances

LEAST_LABELS = 100  # with 20 of each shape a centre is known to a quarter of the scatter
MOST_LOST = 0.005  # of the table's top-1: two faces in 350, less than one shuffle of the folds changes
DECIMALS = 4

Split = tuple[Whole, Whole]  # rows to learn from, rows to be judged by


@dataclass(frozen=True)
class Faces:
    """`places`: n × 5, four coordinates in the plane and the distance from it."""

    places: Floats
    shapes: Whole

    def __add__(self, other: "Faces") -> "Faces":
        return Faces(np.vstack([self.places, other.places]), np.concatenate([self.shapes, other.shapes]))

    def of(self, rows: Whole) -> "Faces":
        return Faces(self.places[rows], self.shapes[rows])


@dataclass(frozen=True)
class Centres:
    """5 × 4 and 5; the densities' tails are the model's."""

    centres: Floats
    priors: Floats
    freedom: float
    dimension: float

    def refitted(self, faces: Faces) -> "Centres":
        """Means and shares of the faces of each shape."""
        counts = np.bincount(faces.shapes, minlength=len(self.priors))
        sums = np.zeros_like(self.centres)
        np.add.at(sums, faces.shapes, faces.places[:, :IN_THE_PLANE])
        return Centres(sums / counts[:, None], counts / counts.sum(), self.freedom, self.dimension)

    def likely(self, faces: Faces) -> Floats:
        squares = squared_distances(faces.places, self.centres)
        return posterior(squares, self.priors, self.freedom, self.dimension)


class LabelsRefused(Exception):
    """The labels do not make the model better; the text says why."""


@dataclass(frozen=True)
class Change:
    """A figure without and with the labels, by faces that neither has seen."""

    before: float
    after: float

    def __str__(self) -> str:
        return f"{self.before:.3f} -> {self.after:.3f}"


@dataclass(frozen=True)
class Judgement:
    labels: int
    table_top1: Change
    label_top1: Change
    label_log_loss: Change

    def __str__(self) -> str:
        by_labels = f"labels' top-1 {self.label_top1}, log loss {self.label_log_loss}"
        return f"held out, without and with the labels: table's top-1 {self.table_top1}, {by_labels}"

    @property
    def refusal(self) -> str | None:
        """Why the model stays as it is; None when the labels make it better."""
        if self.labels < LEAST_LABELS:
            return f"{self.labels} labels are too few: {LEAST_LABELS} at least"
        if self.table_top1.after < self.table_top1.before - MOST_LOST:
            return f"the table's faces are met less often: {self.table_top1}"
        if self.label_log_loss.after >= self.label_log_loss.before:
            return f"labels held out are no likelier: log loss {self.label_log_loss}"
        return None


def corrected(held: Mapping[str, Any], table: Table, lines: Sequence[str]) -> dict[str, Any]:
    """The entries of the model's file, with the centres and priors that the labels move. Raises `LabelsRefused`.

    Prints how many labels there are and what they change.
    """
    centres = Centres(np.array(held["centres"]), np.array(held["priors"]), held["freedom"], held["dimension"])
    labels, left_out = read_labels(lines, centres, held["shapes"], held["plane"])
    faces = in_plane(held, table)
    judgement = judge(centres, faces, table.groups, labels)
    print(f"{judgement.labels} labels; {left_out} more belong to another plane\n{judgement}")
    if judgement.refusal:
        raise LabelsRefused(judgement.refusal)
    moved = centres.refitted(faces + labels)
    rounded = {"priors": np.round(moved.priors, DECIMALS), "centres": np.round(moved.centres, DECIMALS)}
    return {**held, **{key: numbers.tolist() for key, numbers in rounded.items()}, "labels": judgement.labels}


def in_plane(held: Mapping[str, Any], table: Table) -> Faces:
    places = place({key: np.array(held[key]) for key in ("mean", "scale", "directions")}, table.features)
    beside = np.linalg.norm(places[:, IN_THE_PLANE:], axis=1)
    return Faces(np.column_stack([places[:, :IN_THE_PLANE], beside]), table.labels)


def read_labels(lines: Sequence[str], centres: Centres, shapes: Sequence[str], plane: str) -> tuple[Faces, int]:
    """Labels of this plane, and how many of another had to be left out.

    A line is what `python -m local.ops face-labels` writes: `shape`, `plane`, `coordinates`, `distance`.
    """
    read = [json.loads(line) for line in lines]
    ours = [label for label in read if label["plane"] == plane]
    places = np.array([_place(label, centres) for label in ours]).reshape(-1, IN_THE_PLANE + 1)
    return Faces(places, np.array([shapes.index(label["shape"]) for label in ours], int)), len(read) - len(ours)


def _place(label: dict[str, Any], centres: Centres) -> list[float]:
    """The distance is to the nearest centre: what of it does not lie in the plane lies beside it."""
    inside = ((np.array(label["coordinates"]) - centres.centres) ** 2).sum(axis=1).min()
    return [*label["coordinates"], float(np.sqrt(max(label["distance"] ** 2 - inside, 0.0)))]


def judge(centres: Centres, table: Faces, groups: Whole, labels: Faces) -> Judgement:
    """By folds of the table without and with all labels, and by folds of the labels with all of the table."""
    if len(labels.shapes) < FOLDS:
        nothing = Change(np.nan, np.nan)
        return Judgement(len(labels.shapes), nothing, nothing, nothing)
    folds = _table_folds(table, groups)
    without, with_labels = (_held_out(centres, table, always, folds) for always in (None, labels))
    before = centres.refitted(table).likely(labels)
    after = _held_out(centres, labels, table, _label_folds(labels))
    return Judgement(
        len(labels.shapes),
        Change(_top1(without, table), _top1(with_labels, table)),
        Change(_top1(before[None], labels), _top1(after, labels)),
        Change(_log_loss(before[None], labels), _log_loss(after, labels)),
    )


def _table_folds(table: Faces, groups: Whole) -> list[list[Split]]:
    return [
        list(
            StratifiedGroupKFold(FOLDS, shuffle=True, random_state=shuffle).split(table.places, table.shapes, groups)
        )
        for shuffle in range(SHUFFLES)
    ]


def _label_folds(labels: Faces) -> list[list[Split]]:
    return [
        list(KFold(FOLDS, shuffle=True, random_state=shuffle).split(labels.places)) for shuffle in range(SHUFFLES)
    ]


def _held_out(centres: Centres, faces: Faces, always: Faces | None, shuffles: list[list[Split]]) -> Floats:
    """Probabilities, shuffles × n × 5, of faces that the centres have not seen; those of `always` they have."""
    answers = []
    for splits in shuffles:
        likely = np.zeros((len(faces.shapes), len(centres.priors)))
        for rest, kept_out in splits:
            seen = faces.of(rest) if always is None else faces.of(rest) + always
            likely[kept_out] = centres.refitted(seen).likely(faces.of(kept_out))
        answers.append(likely)
    return np.array(answers)


def _top1(likely: Floats, faces: Faces) -> float:
    return float((likely.argmax(axis=2) == faces.shapes).mean())


def _log_loss(likely: Floats, faces: Faces) -> float:
    return float(-np.log(np.take_along_axis(likely, faces.shapes[None, :, None], axis=2)).mean())
