"""How a frame meets a face: millimetres, the probability of comfort, and the words."""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from shared.catalogue.index import CatalogueIndex, Floats
from shared.discovery.wishes import Wishes
from shared.faces.measurement import Length
from shared.faces.result import FaceResult

_RULES: Mapping[str, Any] = json.loads((Path(__file__).parent / "data" / "fit.json").read_text(encoding="utf-8"))
_STEPS = np.linspace(-6.0, 6.0, 1201)  # standard deviations; the steps keep the error of interpolation below 1e-5
_NORMAL = np.array([0.5 * (1 + math.erf(step / math.sqrt(2))) for step in _STEPS])


@dataclass(frozen=True)
class FaceSize:
    """The face's lengths that a frame has to meet; None where not measured."""

    width: Length | None = None
    pupils: Length | None = None
    bridge: Length | None = None

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
            bridge=measured.get("bridgeWidth"),
        )


@dataclass(frozen=True)
class Fit:
    """Frame minus face in mm, with one standard deviation; `probability` that the width is comfortable given that
    error; `word` is a key of the texts (narrow, snug, even, relaxed, generous, wide)."""

    width_difference_mm: float | None
    width_plus_minus_mm: float | None
    probability: float | None
    word: str | None
    lens_centre_difference_mm: float | None
    bridge_difference_mm: float | None
    words: str


def width_comfort(index: CatalogueIndex, face_width: Length) -> Floats:
    """For every row, the probability that frame and face differ by no more than is comfortable."""
    return _within(index.numbers["frame_width"] - face_width.mm, face_width, _RULES["width"]["comfortable"])


def centre_comfort(index: CatalogueIndex, pupils: Length) -> Floats:
    """For every row, the probability that the lens centres (A + DBL) stand well before the pupils; 0 outside the
    pupillary distances the frame is made for."""
    centres = index.numbers["lens_width"] + index.numbers["bridge"]
    made_for = (index.numbers["min_pd"] <= pupils.mm) & (pupils.mm <= index.numbers["max_pd"])
    return np.where(made_for, _within(centres - pupils.mm, pupils, _RULES["lensCentres"]["comfortable"]), 0.0)


def bridge_comfort(index: CatalogueIndex, nose: Length) -> Floats:
    """For every row, the probability that the bridge (DBL) sits well; pads can be adjusted, so they forgive more."""
    difference = index.numbers["bridge"] - nose.mm
    fixed = _within(difference, nose, _RULES["bridge"]["comfortable"])
    return np.where(
        index.flags["nose_pads"], _within(difference, nose, _RULES["bridge"]["comfortableWithPads"]), fixed
    )


def fit_of(index: CatalogueIndex, row: int, size: FaceSize, words: Mapping[str, str]) -> Fit | None:
    """The fit of one row; None when nothing of the face is known. `words` are the texts by `word`, with `{mm}`."""
    if size == FaceSize():
        return None
    width = float(index.numbers["frame_width"][row]) - size.width.mm if size.width else None
    comfort = _within(np.array([width]), size.width, _RULES["width"]["comfortable"])[0] if size.width else None
    centres = index.numbers["lens_width"][row] + index.numbers["bridge"][row]
    word = width_word(width) if width is not None else None
    return Fit(
        width_difference_mm=_tenth(width),
        width_plus_minus_mm=size.width.plus_minus_mm if size.width else None,
        probability=None if comfort is None else round(float(comfort), 4),
        word=word,
        lens_centre_difference_mm=_tenth(centres - size.pupils.mm) if size.pupils else None,
        bridge_difference_mm=_tenth(index.numbers["bridge"][row] - size.bridge.mm) if size.bridge else None,
        words=words[word].format(mm=f"{abs(width):.0f}") if word and width is not None else "",
    )


def width_word(difference_mm: float) -> str:
    return next(str(band["word"]) for band in _RULES["width"]["words"] if difference_mm <= band["upTo"])


def _within(difference: Floats, measured: Length, bounds: tuple[float, float]) -> Floats:
    """P(low <= difference <= high) where the measured length errs normally."""
    deviation = max(measured.plus_minus_mm, _RULES["leastErrorMm"])
    low, high = ((bound - difference) / deviation for bound in bounds)
    probability: Floats = np.interp(high, _STEPS, _NORMAL) - np.interp(low, _STEPS, _NORMAL)
    return probability


def _own(mm: float | None) -> Length | None:
    return None if mm is None else Length(mm, _RULES["ownNumberErrorMm"])


def _tenth(mm: float | None) -> float | None:
    return None if mm is None else round(float(mm), 1)
