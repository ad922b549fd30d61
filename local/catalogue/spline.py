"""Closed and open smooth curves through few points."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.floating]

_BASIS = np.array([[1, 4, 1, 0], [-3, 0, 3, 0], [3, -6, 3, 0], [-1, 3, -3, 1]]) / 6.0
_PER_SPAN = 40


def closed_bspline(control: Floats) -> Floats:
    """A dense closed uniform cubic B-spline over (n, 2) control points.

    Curvature is continuous everywhere, so no outline can have a kink whatever its control points.
    """
    t = np.linspace(0, 1, _PER_SPAN, endpoint=False)
    weights = np.stack([t**0, t, t**2, t**3], axis=1) @ _BASIS
    windows = np.stack([np.roll(control, 1 - k, axis=0) for k in range(4)], axis=1)
    return np.asarray(np.einsum("tk,nkd->ntd", weights, windows).reshape(-1, control.shape[1]))


def open_curve(points: Floats, count: int) -> Floats:
    """`count` points evenly along a centripetal-like Catmull-Rom curve through (n, d) points."""
    padded = np.vstack([2 * points[0] - points[1], points, 2 * points[-1] - points[-2]])
    t = np.linspace(0, 1, _PER_SPAN, endpoint=False)[:, None]
    spans = []
    for a, b, c, d in zip(padded, padded[1:], padded[2:], padded[3:], strict=False):
        spans.append(
            0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3)
        )
    return evenly(np.vstack([*spans, points[-1:]]), count)


def evenly(path: Floats, count: int) -> Floats:
    """An open path resampled to `count` points at equal distances."""
    along = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(path, axis=0), axis=1))])
    targets = np.linspace(0, along[-1], count)
    return np.stack([np.interp(targets, along, path[:, k]) for k in range(path.shape[1])], axis=1)


def resample_ring(ring: Floats, count: int, bend_weight_mm: float = 6.0) -> Floats:
    """A closed (n, 2) ring resampled to `count` points, closer together where it turns.

    `bend_weight_mm` is how much length a turn of one radian counts for.
    """
    following = np.roll(ring, -1, axis=0)
    step = following - ring
    length = np.linalg.norm(step, axis=1)
    heading = np.unwrap(np.arctan2(step[:, 1], step[:, 0]))
    turn = np.abs(np.roll(heading, -1) - heading)
    turn[-1] = turn[-2]
    width = max(1, len(ring) // 60)
    kernel = np.ones(2 * width + 1) / (2 * width + 1)
    turn = np.convolve(np.concatenate([turn[-width:], turn, turn[:width]]), kernel, mode="valid")
    along = np.concatenate([[0.0], np.cumsum(length + bend_weight_mm * turn)])
    targets = np.linspace(0, along[-1], count, endpoint=False)
    closed = np.vstack([ring, ring[:1]])
    return np.stack([np.interp(targets, along, closed[:, k]) for k in range(2)], axis=1)
