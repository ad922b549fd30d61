"""How a frame meets a face: millimetres, the probability of comfort, and the words."""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from shared.catalogue.index import CatalogueIndex, Floats
from shared.discovery.wishes import Wishes
from shared.faces.measurement import Length
from shared.faces.result import FaceResult

_RULES: Mapping[str, Any] = json.loads((Path(__file__).parent / "data" / "fit.json").read_text(encoding="utf-8"))
_STEPS = np.linspace(-6.0, 6.0, 1201)  # standard deviations; the steps keep the error of interpolation below 1e-5
_NORMAL = np.array([0.5 * (1 + math.erf(step / math.sqrt(2))) for step in _STEPS])
LEAST_COMFORT = float(
    _RULES["width"]["leastComfort"]
)  # a frame less likely than this to be comfortable is too far off
Lengths = Mapping[str, tuple[Floats, NDArray[np.intp]]]
_lengths: "WeakKeyDictionary[CatalogueIndex, Lengths]" = WeakKeyDictionary()


@dataclass(frozen=True)
class FaceSize:
    """The face's lengths that a frame has to meet; None where not measured. Not the nose: see data/fit.json."""

    width: Length | None = None
    pupils: Length | None = None

    @classmethod
    def of(cls, face: FaceResult | None, wishes: Wishes) -> "FaceSize":
        """The shopper's own numbers before the measured ones."""
        measured = face.measurements if face else {}
        own = wishes.size
        return cls(
            width=_own(own.own_face_width_mm if own else None)
            or measured.get("faceWidth")
            or measured.get("templeWidth"),
            pupils=_own(own.own_pupillary_distance_mm if own else None) or measured.get("pupillaryDistance"),
        )


@dataclass(frozen=True)
class Fit:
    """Frame minus face in mm, with one standard deviation; `probability` that the width is comfortable given that
    error; `word` is a key of the texts (narrow, snug, even, relaxed, generous, wide); `near` is False where the width
    is beyond what the face's error allows. The bridge is left out: no length of the face can be compared with DBL
    (see data/fit.json)."""

    width_difference_mm: float | None
    width_plus_minus_mm: float | None
    probability: float | None
    word: str | None
    lens_centre_difference_mm: float | None
    words: str
    near: bool = True


def width_comfort(index: CatalogueIndex, face_width: Length) -> Floats:
    """For every row, the probability that frame and face differ by no more than is comfortable."""
    widths, rows = _distinct(index)["frame_width"]
    return _within(widths - face_width.mm, face_width, _RULES["width"]["comfortable"])[rows]


def centre_comfort(index: CatalogueIndex, pupils: Length) -> Floats:
    """For every row, the probability that the lens centres (A + DBL) stand well before the pupils; 0 outside the
    pupillary distances the frame is made for."""
    centres, rows = _distinct(index)["lens_centres"]
    comfort = _within(centres - pupils.mm, pupils, _RULES["lensCentres"]["comfortable"])[rows]
    made_for = (index.numbers["min_pd"] <= pupils.mm) & (pupils.mm <= index.numbers["max_pd"])
    return np.where(made_for, comfort, 0.0)


def fit_of(index: CatalogueIndex, row: int, size: FaceSize, words: Mapping[str, str]) -> Fit | None:
    """The fit of one row; None when nothing of the face is known. `words` are the texts by `word`, with `{mm}`."""
    if size == FaceSize():
        return None
    centres = float(index.numbers["lens_width"][row] + index.numbers["bridge"][row])
    off_centre = round(centres - size.pupils.mm, 1) if size.pupils else None
    if size.width is None:
        return Fit(None, None, None, None, off_centre, words="")
    width = float(index.numbers["frame_width"][row]) - size.width.mm
    word, comfort = width_word(width), _comfort(width, size.width)
    return Fit(
        width_difference_mm=round(width, 1),
        width_plus_minus_mm=size.width.plus_minus_mm,
        probability=round(comfort, 4),
        word=word,
        lens_centre_difference_mm=off_centre,
        words=words[word].format(mm=f"{abs(width):.0f}"),
        near=comfort >= LEAST_COMFORT,
    )


def width_word(difference_mm: float) -> str:
    return next(str(band["word"]) for band in _RULES["width"]["words"] if difference_mm <= band["upTo"])


def _comfort(difference_mm: float, face_width: Length) -> float:
    """`width_comfort` of one frame, to the last digit: what the filter lets in is near."""
    return float(_within(np.array([difference_mm]), face_width, _RULES["width"]["comfortable"])[0])


def _deviation(measured: Length) -> float:
    return max(measured.plus_minus_mm, float(_RULES["leastErrorMm"]))


def _within(difference: Floats, measured: Length, bounds: tuple[float, float]) -> Floats:
    """P(low <= difference <= high) where the measured length errs normally."""
    deviation = _deviation(measured)
    low, high = ((bound - difference) / deviation for bound in bounds)
    probability: Floats = np.interp(high, _STEPS, _NORMAL) - np.interp(low, _STEPS, _NORMAL)
    return probability


def _distinct(index: CatalogueIndex) -> Lengths:
    """Each length once, and which of them each row has: a shop has few widths, however many frames."""
    found = _lengths.get(index)
    if found is None:
        numbers = index.numbers
        lengths = {
            "frame_width": numbers["frame_width"],
            "lens_centres": numbers["lens_width"] + numbers["bridge"],
        }
        found = {name: np.unique(column, return_inverse=True) for name, column in lengths.items()}
        _lengths[index] = found
    return found


def _own(mm: float | None) -> Length | None:
    return None if mm is None else Length(mm, _RULES["ownNumberErrorMm"])
