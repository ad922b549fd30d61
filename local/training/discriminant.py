"""Coordinates in which every shape scatters by 1, and where the shapes' centres lie in them.

Fisher's linear discriminant (Rao 1948), with the pooled scatter shrunk towards a multiple of the identity, and with
the wavering of one face from photo to photo added to it, so that directions that waver weigh less.
"""

import numpy as np

from local.training.table import Whole
from shared.faces.shape import IN_THE_PLANE, Floats

SHRINKAGE = 0.01
LEAST_SCATTER = 0.1  # a direction whose scatter is mostly what shrinkage put there tells nothing


def fit(features: Floats, labels: Whole, jitter: Floats) -> dict[str, Floats]:
    """`mean`, `scale`, `directions`, `centres` of `shared.faces.shape.ShapeModel`; `jitter` is 33 × 33."""
    mean, spread = features.mean(axis=0), features.std(axis=0)
    scale = np.where(spread > 1e-9, spread, 1.0)  # the chin's x is zero in every row: it lies on the midline
    standard = (features - mean) / scale
    centres = class_means(standard, labels)
    apart = standard - centres[labels]
    scatter = apart.T @ apart / len(apart) + jitter / np.outer(scale, scale)
    whitening = _whitening(scatter)
    directions = _turned(whitening, centres, scatter)
    return {"mean": mean, "scale": scale, "directions": directions, "centres": centres @ directions[:IN_THE_PLANE].T}


def class_means(rows: Floats, labels: Whole) -> Floats:
    return np.array([rows[labels == shape].mean(axis=0) for shape in range(labels.max() + 1)])


def _whitening(scatter: Floats) -> Floats:
    """Rows of unit scatter under the shrunk `scatter`."""
    size = len(scatter)
    shrunk = (1 - SHRINKAGE) * scatter + SHRINKAGE * np.trace(scatter) / size * np.eye(size)
    strengths, axes = np.linalg.eigh(shrunk)
    return np.asarray((axes / np.sqrt(strengths)).T)


def _turned(whitening: Floats, centres: Floats, scatter: Floats) -> Floats:
    """First the plane of the centres, then what is at right angles to it, by falling scatter."""
    middles = centres @ whitening.T
    _, _, axes = np.linalg.svd(middles - middles.mean(axis=0), full_matrices=True)
    plane, beside = axes[:IN_THE_PLANE] @ whitening, axes[IN_THE_PLANE:] @ whitening
    found, turn = np.linalg.eigh(beside @ scatter @ beside.T)
    kept = np.flatnonzero(found >= LEAST_SCATTER)[::-1]
    return _signed(np.vstack([plane, turn[:, kept].T @ beside]))


def _signed(directions: Floats) -> Floats:
    """Each with its largest number positive: the sign of an axis is free, the file is to be the same each time."""
    largest = np.abs(directions).argmax(axis=1)
    return np.asarray(directions * np.sign(directions[np.arange(len(directions)), largest])[:, None])


def place(numbers: dict[str, Floats], features: Floats) -> Floats:
    """Coordinates of rows of features."""
    return np.asarray((features - numbers["mean"]) / numbers["scale"] @ numbers["directions"].T)
