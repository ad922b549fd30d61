"""A webcam's video of a known photo under known motions: where the pupils are in each picture is known.

Each picture carries its number, so that whoever sees it knows which one it is: blocks along the bottom, black or
white, the first for the least bit.
"""

from io import BytesIO
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

Points = NDArray[np.float64]

SIZE = (640, 480)
FPS, HELD = 30, 2  # what Chromium plays such a file at, and how many of its pictures show the same
PACE = FPS / HELD  # pictures a second: a machine at the limit, with 45 ms for each, can look at them all
MOVING, STILL = 300, 60
NOISE = 2.0  # grey levels, one standard deviation: a webcam in a room
_MARKER_BITS, _MARKER_PX = 12, 16

# Of the astronaut, in pixels of the whole photo from its corner: centres of circles fitted to the edges of the irises
# where they border the white of the eye (steepest change of red along rays within 45° of level; residuals 0.15 px).
# Lids and their lashes hide the edges above and below, so heights are sure to 0.4 px only, 0.9 % of their distance.
PUPILS = np.array([(203.93, 101.2), (246.84, 103.57)])
_BETWEEN_EYES = np.array([225.0, 115.0])


def pupils_in(number: int) -> Points:
    """In that picture, as a mirror shows it: reversed, and so with the other eye first."""
    turn, shift = _placed(number)
    seen = PUPILS @ turn.T + shift
    return np.asarray([(SIZE[0] - x, y) for x, y in seen[::-1]])


def distance_in(number: int) -> float:
    """Pupillary distance in px."""
    left, right = pupils_in(number)
    return float(np.linalg.norm(right - left))


def motion(number: int) -> tuple[float, float, Points]:
    """Scale, rotation in degrees and the place of the eyes; the last pictures stand still."""
    if number >= MOVING:
        return motion(0)
    angle = 2 * np.pi * number / FPS
    place = np.array([320 + 60 * np.sin(0.25 * angle), 215 + 25 * np.sin(0.4 * angle)])
    return float(1.65 + 0.65 * np.sin(0.2 * angle)), float(20 * np.sin(0.3 * angle)), place


def write_video(path: Path, photo: Image.Image) -> None:
    """As Motion JPEG: one JPEG after the other, 4:2:0, which is all that Chromium's webcam plays."""
    chance = np.random.default_rng(0)
    with path.open("wb") as file:
        for number in range(MOVING + STILL):
            pixels = np.asarray(picture(photo, number), dtype=float)
            noisy = pixels + chance.normal(0, NOISE, pixels.shape[:2])[..., None]
            content = BytesIO()
            shown = _marked(noisy.clip(0, 255).astype(np.uint8), number)
            Image.fromarray(shown).save(content, "JPEG", quality=95, subsampling="4:2:0")
            file.write(content.getvalue() * HELD)


def picture(photo: Image.Image, number: int) -> Image.Image:
    turn, shift = _placed(number)
    back = np.linalg.inv(turn)
    rows = np.column_stack([back, -back @ shift])
    return photo.transform(SIZE, Image.Transform.AFFINE, rows.ravel().tolist(), Image.Resampling.BICUBIC)


def _placed(number: int) -> tuple[Points, Points]:
    """Matrix and shift from the photo to the picture."""
    scale, degrees, place = motion(number)
    cos, sin = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
    turn = scale * np.array([(cos, -sin), (sin, cos)])
    return turn, place - turn @ _BETWEEN_EYES


def _marked(pixels: NDArray[np.uint8], number: int) -> NDArray[np.uint8]:
    for bit in range(_MARKER_BITS):
        block = slice(bit * _MARKER_PX, (bit + 1) * _MARKER_PX)
        pixels[-_MARKER_PX:, block] = 255 if number >> bit & 1 else 0
    return pixels
