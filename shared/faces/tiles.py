"""Small faces in large pictures: the engine looks at 128 × 128 pixels of what it is given, so it is given less."""

from collections.abc import Iterator
from math import ceil

import numpy as np
from numpy.typing import NDArray

from shared.faces.closer import LOOK
from shared.faces.pose import Points
from shared.platform.ports.landmarks import LandmarkEngine

Picture = NDArray[np.uint8]


def in_tiles(picture: Picture, engine: LandmarkEngine) -> list[Points]:
    """Faces found in parts of the picture, in pixels of the whole; one face may come more than once.

    Large tiles first, small ones when those hold nothing.
    """
    for size in LOOK["tiles"]["sizes"]:
        if found := [face for tile in _tiles(picture.shape, size) for face in _in(picture, *tile, engine)]:
            return found
    return []


def _in(picture: Picture, rows: slice, columns: slice, engine: LandmarkEngine) -> Iterator[Points]:
    for landmarks in engine.detect(picture[rows, columns]):
        yield landmarks + np.array([columns.start, rows.start, 0])


def _tiles(shape: tuple[int, ...], size: float) -> list[tuple[slice, slice]]:
    """Rows and columns of tiles with sides of `size` times the picture's longer side."""
    side = int(size * max(shape[:2]))
    if side < LOOK["tiles"]["leastPx"]:
        return []
    down, across = (_starts(length, side) for length in shape[:2])
    return [(slice(top, top + side), slice(left, left + side)) for top in down for left in across]


def _starts(length: int, side: int) -> list[int]:
    """Evenly from edge to edge, neighbours overlapping by at least a share of their side."""
    room = max(0, length - side)
    steps = ceil(room / ((1 - LOOK["tiles"]["overlap"]) * side))
    return [round(room * step / steps) for step in range(steps + 1)] if steps else [0]
