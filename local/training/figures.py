"""How good the shape model is, by rows that it has not seen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import confusion_matrix, f1_score
from sklearn.model_selection import StratifiedGroupKFold

from local.training.discriminant import fit, place
from local.training.table import Table, Whole
from shared.faces.shape import Floats, posterior, squared_distances

FOLDS, SHUFFLES = 5, 10
FREEDOM = 20.0  # of the densities' tails: chosen with the portraits in view, see docs/face-shape.md
RIGHT_WHEN_NAMED = 0.75  # the threshold is the lowest step at which three of four named faces are named rightly
STEPS = np.arange(0.3, 0.85, 0.05).round(2)
FAMILIAR = 0.99  # of held-out rows lie within the distance up to which a shape is named
BINS = 10


@dataclass(frozen=True)
class HeldOut:
    """Squared distances to the centres of models that saw neither a row nor its near-duplicates: shuffles × n × 5."""

    squares: Floats
    labels: Whole

    @property
    def own(self) -> Floats:
        """To the centre of the shape that the label names."""
        return np.take_along_axis(self.squares, self.labels[None, :, None], axis=2)[..., 0]

    @property
    def nearest(self) -> Floats:
        return np.asarray(self.squares.min(axis=2))


def held_out(table: Table, jitter: Floats) -> HeldOut:
    return HeldOut(np.array([_one_shuffle(table, jitter, shuffle) for shuffle in range(SHUFFLES)]), table.labels)


def _one_shuffle(table: Table, jitter: Floats, shuffle: int) -> Floats:
    squares = np.zeros((len(table.labels), len(table.names)))
    folds = StratifiedGroupKFold(FOLDS, shuffle=True, random_state=shuffle)
    for rest, kept_out in folds.split(table.features, table.labels, table.groups):
        numbers = fit(table.features[rest], table.labels[rest], jitter)
        squares[kept_out] = squared_distances(place(numbers, table.features[kept_out]), numbers["centres"])
    return squares


def chosen(held: HeldOut) -> dict[str, float]:
    """`dimension`, `familiarTo` and `namedFrom`: what the model takes from held-out rows."""
    dimension = round(float(held.own.mean()), 1)  # a Gaussian's mean squared distance is its number of directions
    familiar_to = round(float(np.sqrt(np.quantile(held.nearest, FAMILIAR))), 2)
    by_step = coverage(held, dimension, familiar_to)
    named_from = next((step for step, _, right in by_step if right >= RIGHT_WHEN_NAMED), 1.0)
    return {"dimension": dimension, "familiarTo": familiar_to, "namedFrom": named_from}


def coverage(held: HeldOut, dimension: float, familiar_to: float) -> list[tuple[float, float, float]]:
    """For each threshold: the share of faces named, and the share of these named rightly."""
    likely = answers(held, dimension)
    right = likely.argmax(axis=2) == held.labels
    surest = np.where(held.nearest <= familiar_to**2, likely.max(axis=2), 0)
    return [(float(step), float((surest >= step).mean()), float(right[surest >= step].mean())) for step in STEPS]


def answers(held: HeldOut, dimension: float) -> Floats:
    """Probabilities: shuffles × n × 5. Priors are equal: the rows are balanced, and how often shoppers have which
    shape is not known."""
    shapes = held.squares.shape[-1]
    return posterior(held.squares, np.full(shapes, 1 / shapes), FREEDOM, dimension)


def quality(held: HeldOut, chosen: Mapping[str, float]) -> dict[str, tuple[float, float]]:
    """Mean and standard deviation over the shuffles."""
    named = held.nearest <= chosen["familiarTo"] ** 2
    runs = [
        _scores(held.labels, likely, familiar & (likely.max(axis=1) >= chosen["namedFrom"]))
        for likely, familiar in zip(answers(held, chosen["dimension"]), named, strict=True)
    ]
    return {key: (float(np.mean(got)), float(np.std(got))) for key in runs[0] for got in [[run[key] for run in runs]]}


def _scores(labels: Whole, likely: Floats, named: NDArray[np.bool_]) -> dict[str, float]:
    order = np.argsort(-likely, axis=1)
    right = order[:, 0] == labels
    truth = np.eye(likely.shape[1])[labels]
    return {
        "top1": float(right.mean()),
        "top2": float((order[:, :2] == labels[:, None]).any(axis=1).mean()),
        "macroF1": float(f1_score(labels, order[:, 0], average="macro")),
        "calibrationError": calibration_error(likely.max(axis=1), right),
        "logLoss": float(-np.log((likely * truth).sum(axis=1)).mean()),
        "brier": float(((likely - truth) ** 2).sum(axis=1).mean()),
        "named": float(named.mean()),
        "rightWhenNamed": float(right[named].mean()),
    }


def calibration_error(said: Floats, right: NDArray[np.bool_]) -> float:
    """Expected calibration error over ten bins of equal width (Guo et al. 2017, arXiv 1706.04599)."""
    bins = np.minimum((said * BINS).astype(int), BINS - 1)
    gaps = [abs(float((said[bins == each] - right[bins == each]).sum())) for each in range(BINS)]
    return sum(gaps) / len(said)


def by_class(names: Sequence[str], labels: Whole, said: Whole) -> str:
    """A table: what was said of each shape, in % of its rows, and its F1."""
    counts = confusion_matrix(labels, said)
    each = f1_score(labels, said, average=None)
    lines = [f"{'true':>8} | " + " ".join(f"{name:>7}" for name in names) + " |   F1   (% of the row)"]
    for name, row, f1 in zip(names, counts / counts.sum(axis=1, keepdims=True), each, strict=True):
        lines.append(f"{name:>8} | " + " ".join(f"{100 * share:7.1f}" for share in row) + f" | {f1:.3f}")
    return "\n".join(lines)
