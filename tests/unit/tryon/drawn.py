"""How wide a frame is in a picture, and how wide it should be."""

import numpy as np
from numpy.typing import NDArray

from shared.faces.locate import Face
from shared.faces.pose import Points
from shared.faces.reference import Reference
from shared.tryon.wear import wear
from tests.unit.tryon.fronts import MARKED_WIDTH, layer, marked
from tests.unit.tryon.known_head import KnownHead

_MARK_BACK_MM = (MARKED_WIDTH / 2) ** 2 / 660  # the wrapped front stands this far behind its middle there
_STANDS_MM = 16.0  # the front's middle before the irises, within 3 mm on any nose: 0.6 % of its size at 50 cm

MARK_ENDS_MM = [[side * MARKED_WIDTH / 2, 0.0, _STANDS_MM - _MARK_BACK_MM] for side in (-1, 1)]


def changed(before: Face, after: NDArray[np.uint8]) -> NDArray[np.float64]:
    """How blue each pixel has become: the frame alone, since shadows are grey."""
    gained = after.astype(float) - before.picture
    return np.asarray(gained[..., 2] - gained[..., 0])


def drawn_width_px(head: KnownHead) -> float:
    """Of the drawn front's blue part along the head's own axis, from the difference picture."""
    return width_in(head.face(), head.known, head.turn)


def width_in(face: Face, known: Reference, turn: Points) -> float:
    """The same in any face's picture; `turn` (3 × 3) is how the head is turned.

    The part's ends are red, and so are the temples that begin there, which would be taken for more front on a turned
    head.
    """
    blue = changed(face, wear(face, layer(marked()), known))
    rows, columns = np.nonzero(blue > blue.max() / 2)
    axis = turn[:2, 0] * (1, -1) / np.linalg.norm(turn[:2, 0])
    along = np.column_stack([columns, rows]) @ axis
    return float(along.max() - along.min() + 1)


def true_width_px(head: KnownHead) -> float:
    """Of the same part, by the catalogue's mm, as the camera sees it where it stands."""
    left, right = head.in_picture(np.array(MARK_ENDS_MM))
    return float(np.linalg.norm(right - left))
