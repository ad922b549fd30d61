"""The part of the photo that a frame touches, and the finer raster that it is drawn on."""

from dataclasses import dataclass

import numpy as np
from PIL import Image

from shared.faces.pose import Points


@dataclass(frozen=True)
class Canvas:
    """`left` and `top` are its corner in the photo, `columns` × `rows` its extent in the photo's pixels, each of
    which is sampled `samples` × `samples` times."""

    left: int
    top: int
    columns: int
    rows: int
    samples: int

    @classmethod
    def around(cls, points: Points, size: tuple[int, int], margin_px: float, samples: int) -> "Canvas":
        """Around points of a picture of this width and height, within it; at least one pixel."""
        low = np.clip(np.floor(points.min(axis=0) - margin_px), 0, np.array(size) - 1).astype(int)
        high = np.clip(np.ceil(points.max(axis=0) + margin_px), low + 1, size).astype(int)
        return cls(int(low[0]), int(low[1]), int(high[0] - low[0]), int(high[1] - low[1]), samples)

    @property
    def width(self) -> int:
        return self.columns * self.samples

    @property
    def height(self) -> int:
        return self.rows * self.samples

    @property
    def window(self) -> tuple[slice, slice]:
        """Rows and columns of the photo."""
        return slice(self.top, self.top + self.rows), slice(self.left, self.left + self.columns)

    def finer(self, samples: int) -> "Canvas":
        return Canvas(self.left, self.top, self.columns, self.rows, samples)

    def to_picture(self, points: Points) -> Points:
        return np.asarray(points / self.samples + (self.left, self.top))

    def to_canvas(self, points: Points) -> Points:
        return np.asarray((points - (self.left, self.top)) * self.samples)

    def at_photo_size(self, image: Image.Image) -> Image.Image:
        return image.reduce(self.samples) if self.samples > 1 else image
