"""A photographed face with something over its eyes, or over its mouth and nose, drawn where its landmarks are.

Not as good as photographs of covered faces, of which there are none free to use: colours, shapes, shading and noise
are ours, and what a cover does to the light around it is left out.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter

from shared.faces.pose import Points

Picture = NDArray[np.uint8]
Plane = NDArray[np.float64]
Colour = tuple[int, int, int]
Cover = Callable[[Picture, Points], Picture]

_FINER = 4  # masks are drawn larger and averaged down
_EYES = ((33, 133, 159, 145), (263, 362, 386, 374))
_JAW = (132, 58, 172, 136, 150, 149, 176, 148, 152, 377, 400, 378, 379, 365, 397, 288, 361)
_MASK = (197, 126, 119, 117, 123, 137, *_JAW, 366, 352, 346, 348, 355)
_SCARF_TOP = (2, 203, 205, 187, 147, 137)


def lenses(form: str, colour: Colour, opacity: float, *, foot: float | None = None, mirror: bool = False) -> Cover:
    """Both lenses, with a dark rim; `opacity` at the top and, for a gradient, `foot` at the bottom (0 to 1)."""

    def drawn(picture: Picture, face: Points) -> Picture:
        frame = _Frame.of(face)
        glass = _mask(picture, [frame.outline(side, form, 1.0) for side in (0, 1)])
        rim = np.clip(_mask(picture, [frame.outline(side, form, 1.06) for side in (0, 1)]) - glass, 0, 1)
        down = np.clip(frame.down(picture) / frame.mm / 44 + 0.5, 0, 1)
        strength = opacity + ((opacity if foot is None else foot) - opacity) * down
        tint = np.asarray(colour) + (_sky(down, picture) if mirror else 0)
        return _over(_over(picture, glass * strength, tint), rim, np.asarray((28, 26, 25)))

    return drawn


def frame_only(form: str, colour: Colour, width_mm: float) -> Cover:
    """A rim of `width_mm`, a bridge, clear glass."""

    def drawn(picture: Picture, face: Points) -> Picture:
        frame = _Frame.of(face)
        outer, inner = (
            _mask(picture, [frame.outline(side, form, scale) for side in (0, 1)])
            for scale in (1 + width_mm / 25, 1.0)
        )
        return _over(picture, np.maximum(np.clip(outer - inner, 0, 1), _bridge(picture, frame, width_mm)), colour)

    return drawn


def mask(colour: Colour | None, *, pattern: bool = False, folds: bool = True) -> Cover:
    """Over nose and mouth down to the jaw; without a colour, that of the wearer's own skin."""
    return _cloth(lambda face: face[list(_MASK), :2], colour, pattern=pattern, folds=folds)


def scarf(colour: Colour, *, pattern: bool = True) -> Cover:
    """Over mouth and chin and beyond the jaw, the nose free."""

    def outline(face: Points) -> Points:
        right = face[list(_SCARF_TOP), :2]
        left = face[[_mirrored(point) for point in _SCARF_TOP], :2]
        jaw, middle = face[list(_JAW), :2], face[1, :2]
        return np.vstack([right, middle + 1.25 * (jaw - middle), left[::-1]])

    return _cloth(outline, colour, pattern=pattern, folds=True)


def hand(picture: Picture, face: Points) -> Picture:
    """A palm of the wearer's own colour with four fingers over mouth and nose."""
    frame = _Frame.of(face)
    skin, mouth = _skin(picture, face), face[13, :2]
    out = picture
    for finger in range(4):
        at = mouth + frame.across * 4 * frame.mm + frame.along * (18 * finger - 30) * frame.mm
        shape = _ellipse(at, frame, 42 * frame.mm, 10 * frame.mm)
        edge = _mask(picture, [_ellipse(at, frame, 43 * frame.mm, 11.2 * frame.mm)])
        out = _over(_over(out, edge, skin * 0.62), _mask(picture, [shape]), skin * (0.92 + 0.04 * finger))
    return _noisy(out, picture, _mask(picture, [_ellipse(mouth, frame, 44 * frame.mm, 46 * frame.mm)]))


def bar(colour: Colour, height_mm: float = 30) -> Cover:
    """One band over both eyes."""

    def drawn(picture: Picture, face: Points) -> Picture:
        frame = _Frame.of(face)
        ends = [frame.middle + side * 75 * frame.mm * frame.across for side in (-1, 1)]
        half = frame.along * height_mm / 2 * frame.mm
        return _over(
            picture,
            _mask(picture, [np.array([ends[0] - half, ends[1] - half, ends[1] + half, ends[0] + half])]),
            colour,
        )

    return drawn


def closed_eyes(picture: Picture, face: Points) -> Picture:
    """Each eye's opening under the skin of its upper lid, with a dark line of lashes."""
    frame, out = _Frame.of(face), picture
    for outer, inner, upper, lower in _EYES:
        middle = face[[outer, inner], :2].mean(axis=0)
        width = np.linalg.norm(face[outer, :2] - face[inner, :2])
        height = max(np.linalg.norm(face[upper, :2] - face[lower, :2]), 6 * frame.mm)
        lid = _colour_at(picture, face[upper, :2] - frame.along * 5 * frame.mm, frame.mm * 1.5)
        out = _over(out, _mask(picture, [_ellipse(middle, frame, 0.56 * width, 0.75 * height)]), lid)
        line = middle + frame.along * 0.35 * height
        arc = [
            line + frame.across * x * width / 2 - frame.along * abs(x) ** 2 * 0.25 * height
            for x in np.linspace(-1, 1, 9)
        ]
        lashes = np.vstack([arc, np.array(arc[::-1]) + frame.along * 1.3 * frame.mm])
        out = _over(out, _mask(picture, [lashes]), lid * 0.35)
    return _noisy(out, picture, (out != picture).any(axis=2) * 1.0)


@dataclass(frozen=True)
class _Frame:
    """Where glasses go: the middle between the pupils, directions along and across the face, pixels in a mm."""

    centres: Points
    middle: Points
    across: Points
    along: Points
    mm: float

    @classmethod
    def of(cls, face: Points) -> "_Frame":
        centres = np.array([face[list(eye[:2]), :2].mean(axis=0) for eye in _EYES])
        apart = centres[1] - centres[0]
        across = apart / np.linalg.norm(apart)
        along = np.array([-across[1], across[0]])
        return cls(centres, centres.mean(axis=0), across, along, float(np.linalg.norm(apart)) / 63)

    def outline(self, side: int, form: str, scale: float) -> Points:
        out = 1 if side else -1
        turn = np.linspace(0, 2 * np.pi, 48, endpoint=False)
        x, y = FORMS[form](np.cos(turn), np.sin(turn))
        shape = np.outer(x * scale * out, self.across) + np.outer(y * scale, self.along)
        return self.centres[side] + (shape + 2 * self.along) * self.mm

    def down(self, picture: Picture) -> Plane:
        """Pixels below the eyes' middle, for each pixel."""
        y, x = np.mgrid[: picture.shape[0], : picture.shape[1]]
        return np.asarray((x - self.middle[0]) * self.along[0] + (y - self.middle[1]) * self.along[1])


def _squircle(cos: Plane, sin: Plane, power: float) -> tuple[Plane, Plane]:
    return np.sign(cos) * np.abs(cos) ** power, np.sign(sin) * np.abs(sin) ** power


def _round(cos: Plane, sin: Plane) -> tuple[Plane, Plane]:
    return 24 * cos, 24 * sin


def _rectangle(cos: Plane, sin: Plane) -> tuple[Plane, Plane]:
    x, y = _squircle(cos, sin, 0.5)
    return 26 * x, 17 * y


def _aviator(cos: Plane, sin: Plane) -> tuple[Plane, Plane]:
    x, y = _squircle(cos, sin, 0.75)
    return (27 - 5 * np.clip(y, 0, 1)) * x + 3 * np.clip(y, 0, 1), np.where(y < 0, 19, 28) * y


FORMS: dict[str, Callable[[Plane, Plane], tuple[Plane, Plane]]] = {
    "round": _round,
    "rectangle": _rectangle,
    "aviator": _aviator,
}


def _cloth(outline: Callable[[Points], Points], colour: Colour | None, *, pattern: bool, folds: bool) -> Cover:
    def drawn(picture: Picture, face: Points) -> Picture:
        frame, shape = _Frame.of(face), outline(face)
        area = _mask(picture, [shape])
        base = _skin(picture, face) if colour is None else np.asarray(colour, dtype=float)
        down = frame.down(picture) / frame.mm
        shade = np.ones(area.shape)
        if folds:
            shade = 1 - 0.13 * np.exp(-(((down % 14) - 7) ** 2) / 3)
        lit = _light(picture, face)
        cloth = base * (shade * lit)[..., None]
        if pattern:
            cloth = np.where(_dots(down, frame, picture)[..., None], 0.45 * cloth + 25, cloth)
        edge = np.clip(_mask(picture, [_grown(shape, 1.025)]) - area, 0, 1)
        return _noisy(_over(_over(picture, 0.35 * edge, (20, 18, 18)), area, cloth), picture, area)

    return drawn


def _dots(down: Plane, frame: _Frame, picture: Picture) -> NDArray[np.bool_]:
    y, x = np.mgrid[: picture.shape[0], : picture.shape[1]]
    across = ((x - frame.middle[0]) * frame.across[0] + (y - frame.middle[1]) * frame.across[1]) / frame.mm
    return np.asarray((np.sin(across * 0.7) * np.sin(down * 0.7 + 0.4 * np.sin(across * 0.2))) > 0.25)


def _light(picture: Picture, face: Points) -> Plane:
    """From side to side as it falls on the cheeks, about 1; darker towards the chin."""
    frame = _Frame.of(face)
    right, left = (float(_colour_at(picture, face[point, :2], 3 * frame.mm).mean()) for point in (117, 346))
    y, x = np.mgrid[: picture.shape[0], : picture.shape[1]]
    across = ((x - frame.middle[0]) * frame.across[0] + (y - frame.middle[1]) * frame.across[1]) / frame.mm
    side = np.clip(across / 100 + 0.5, 0, 1)
    mean = (right + left) / 2
    level = (right + (left - right) * side) / max(mean, 1)
    return np.asarray(level * (1.05 - np.clip(frame.down(picture) / frame.mm, 0, 110) / 110 * 0.25))


def _sky(down: Plane, picture: Picture) -> Plane:
    """What a mirror shows: sky above, ground below, a few blurred shapes."""
    rng = np.random.default_rng(7)
    shapes = Image.fromarray(rng.integers(0, 255, (14, 14), dtype=np.uint8)).resize(
        picture.shape[1::-1], Image.Resampling.BICUBIC
    )
    return np.asarray(110 * (1 - down) - 55 + (np.asarray(shapes) - 128.0) * 0.25)[..., None] * np.ones(3)


def _bridge(picture: Picture, frame: _Frame, width_mm: float) -> Plane:
    ends = [frame.middle + side * 9 * frame.mm * frame.across for side in (-1, 1)]
    half = frame.along * width_mm / 2 * frame.mm
    return _mask(picture, [np.array([ends[0] - half, ends[1] - half, ends[1] + half, ends[0] + half])])


def _ellipse(at: Points, frame: _Frame, wide: float, high: float) -> Points:
    turn = np.linspace(0, 2 * np.pi, 40, endpoint=False)
    return np.asarray(at + np.outer(np.cos(turn) * wide, frame.across) + np.outer(np.sin(turn) * high, frame.along))


def _skin(picture: Picture, face: Points) -> Plane:
    mm = _Frame.of(face).mm
    return np.median([_colour_at(picture, face[point, :2], 2 * mm) for point in (117, 346, 151, 50, 280)], axis=0)


def _colour_at(picture: Picture, at: Points, radius: float) -> Plane:
    reach = max(1, round(radius))
    x, y = (
        int(np.clip(round(float(value)), reach, side - 1 - reach))
        for value, side in zip(at, picture.shape[1::-1], strict=True)
    )
    return np.asarray(picture[y - reach : y + reach + 1, x - reach : x + reach + 1].reshape(-1, 3).mean(axis=0))


def _grown(shape: Points, scale: float) -> Points:
    middle = shape.mean(axis=0)
    return np.asarray(middle + scale * (shape - middle))


def _mirrored(point: int) -> int:
    return {2: 2, 203: 423, 205: 425, 187: 411, 147: 376, 137: 366}[point]


def _mask(picture: Picture, shapes: Sequence[Points]) -> Plane:
    """0 to 1, with edges as soft as a pixel."""
    height, width = picture.shape[:2]
    fine = Image.new("L", (width * _FINER, height * _FINER))
    draw = ImageDraw.Draw(fine)
    for shape in shapes:
        draw.polygon([(float(x), float(y)) for x, y in shape * _FINER], fill=255)
    soft = fine.reduce(_FINER).filter(ImageFilter.GaussianBlur(0.6))
    return np.asarray(soft, dtype=float) / 255


def _over(picture: Picture, share: Plane, colour: Plane | Colour) -> Picture:
    mixed = picture * (1 - share[..., None]) + np.asarray(colour, dtype=float) * share[..., None]
    return np.asarray(np.clip(mixed + 0.5, 0, 255).astype(np.uint8))


def _noisy(out: Picture, picture: Picture, area: Plane) -> Picture:
    """With the photo's own grain and, for a grey photo, its own lack of colour."""
    grain = np.random.default_rng(5).normal(0, 3.0, out.shape[:2])[..., None]
    noisy = np.clip(out + grain * area[..., None], 0, 255).astype(np.uint8)
    if np.ptp(picture.astype(int), axis=2).max() == 0:
        return np.asarray(np.repeat(np.asarray(Image.fromarray(noisy).convert("L"))[..., None], 3, axis=2))
    return noisy
