"""The labelled faces that the shape model is fitted on."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from shared.faces.pose import straighten
from shared.faces.shape import Floats, jaw_features

Whole = NDArray[np.int64]


@dataclass(frozen=True)
class Table:
    """`features`: n × 33; near-duplicates share a number in `groups`; `digest` is that of the file."""

    features: Floats
    labels: Whole
    groups: Whole
    names: tuple[str, ...]
    digest: str


def read_table(file: Path) -> Table:
    """An .npz with landmarks (n × 478 × 3, normalised), size (n × 2, pixels), label, group and label_names."""
    with np.load(file) as held:
        pixels = np.stack([held["size"][:, 0], held["size"][:, 1], held["size"][:, 0]], axis=1)
        faces = held["landmarks"].astype(np.float64) * pixels[:, None, :]
        features = np.array([jaw_features(straighten(face)) for face in faces])
        names = tuple(str(name) for name in held["label_names"])
        digest = hashlib.sha256(file.read_bytes()).hexdigest()
        return Table(features, held["label"], held["group"], names, digest)
