"""A frame's front as it is drawn: its picture in mm, and what else can be read from it."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from shared.catalogue.product import Product
from shared.tryon.numbers import PLACEMENT

_SOLID = 246  # alpha from which a pixel is frame; the darkest tints of lenses let 5 % through
_SEEN = 24
_END_MM = 3.0  # the outermost part of the front, where the temples are hinged
_MIDDLE_MM = 4.0


@dataclass(frozen=True)
class FrameLayer:
    """`rgba` is the front alone, height × width × 4, seen straight on; `anchor_px` is the middle of the bridge's
    upper edge in it, the origin of the frame's own coordinates: mm, x to the right of the picture, y up."""

    rgba: NDArray[np.uint8]
    px_per_mm: float
    anchor_px: tuple[float, float]
    product: Product

    @property
    def box_mm(self) -> tuple[float, float, float, float]:
        """Left, bottom, right, top of the picture."""
        height, width = self.rgba.shape[:2]
        left, top = self.to_mm(0, 0)
        right, bottom = self.to_mm(width, height)
        return left, bottom, right, top

    def to_mm(self, column: float, row: float) -> tuple[float, float]:
        return (column - self.anchor_px[0]) / self.px_per_mm, (self.anchor_px[1] - row) / self.px_per_mm

    @property
    def alpha(self) -> NDArray[np.uint8]:
        return self.rgba[..., 3]

    @property
    def solid(self) -> NDArray[np.bool_]:
        """Where the front itself is, not a lens."""
        return self.alpha >= _SOLID

    @property
    def is_drawn(self) -> bool:
        """Whether something is shown, and not all of it."""
        seen = self.alpha >= _SEEN
        return bool(seen.any() and not seen.all())

    @property
    def width_mm(self) -> float:
        """From the left end of the front to the right one."""
        columns = np.flatnonzero((self.alpha >= _SEEN).any(axis=0))
        return float(np.ptp(columns) + 1) / self.px_per_mm

    @cached_property
    def lens_middle_mm(self) -> float:
        """Height of the lenses' middle, between the front's upper and lower edge there."""
        offset = (self.product.lens_width + self.product.bridge) / 2
        first, last = (
            round(self.anchor_px[0] + (offset + end) * self.px_per_mm) for end in (-_MIDDLE_MM, _MIDDLE_MM)
        )
        rows = np.flatnonzero((self.alpha[:, max(0, first) : last] >= _SEEN).any(axis=1))
        if not rows.size:
            return self.to_mm(0, self.rgba.shape[0] / 2)[1]
        return self.to_mm(0, (rows[0] + rows[-1] + 1) / 2)[1]

    @property
    def hinge_mm(self) -> tuple[float, float]:
        """x and y of the right hinge, at the outer end of the front."""
        rows, columns = self._end
        x = self.to_mm(float(columns.max()) + 1, 0)[0] - float(PLACEMENT["temples"]["hingeInsetMm"])
        return x, self.to_mm(0, float(np.median(rows)) + 0.5)[1]

    @property
    def temple_height_mm(self) -> float:
        limits = PLACEMENT["temples"]
        rows, _ = self._end
        height = (float(np.ptp(rows)) + 1) / self.px_per_mm
        return float(np.clip(height, limits["leastHeightMm"], limits["mostHeightMm"]))

    @property
    def temple_colour(self) -> NDArray[np.float32]:
        """RGB of the end pieces."""
        return np.asarray(np.median(self.rgba[self._end][:, :3], axis=0), dtype=np.float32)

    @cached_property
    def _end(self) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """Rows and columns of the right end's solid pixels, or of whatever is seen where nothing is solid."""
        shown = self.solid if self.solid.any() else self.alpha >= _SEEN
        rows, columns = np.nonzero(shown)
        outermost = columns >= columns.max() - _END_MM * self.px_per_mm
        return rows[outermost], columns[outermost]
