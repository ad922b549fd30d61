"""`python -m tests.measure.covers PORTRAITS_FOLDER`: how often covered faces are told, and bare ones wrongly so.

Covers are drawn on the astronaut and on each portrait, changed light on the bare faces; landmarks are found anew in
each picture, as they would be. Needs the set-up's catalogue for frames drawn by try-on. Two minutes.
"""

import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path

import numpy as np
from PIL import Image, ImageFilter

from local.setup.places import CACHE
from shared.faces.locate import Face, locate
from shared.faces.photo import decode
from shared.faces.quality import check_quality
from shared.faces.refusal import FaceRefused
from shared.platform.adapters.mediapipe_landmarks import MediapipeLandmarks
from shared.tryon.wear import wear
from tests.measure.cover_kinds import COVERS
from tests.measure.covered import Picture, Plane
from tests.measure.tryon_sheet import frame

# README of the portraits: those with glasses.
WITH_GLASSES = frozenset(f"{number:02}" for number in (5, 7, 13, 16, 17, 19, 20, 21, 24, 27, 30, 31, 33, 36, 37, 40))
WORN = {
    "worn, dark": "solbrisa-playa-black-54",
    "worn, dark aviator": "solbrisa-alto-gold-58",
    "worn, silver mirror": "solbrisa-alto-silver-58",
    "worn, blue mirror": "solbrisa-playa-navy-54",
    "worn, orange mirror": "kestrel-peak-ridge-slate-59",
    "worn, gradient": "solbrisa-marea-espresso-57",
    "worn, light tint": "solbrisa-duna-burgundy-52",
    "worn, acetate": "fjell-01-tortoise-brown-44",
    "worn, thin metal": "osterlind-air-14-gold-47",
}


def stops(picture: Picture, by: float) -> Picture:
    """Exposed by so many stops more, in linear light."""
    return np.asarray((255 * np.clip((picture / 255) ** 2.2 * 2**by, 0, 1) ** (1 / 2.2)).astype(np.uint8))


def _scaled(picture: Picture, by: float | Plane, plus: float = 0) -> Picture:
    return np.asarray(np.clip(picture * by + plus, 0, 255).astype(np.uint8))


def _grey(picture: Picture) -> Picture:
    return np.asarray(Image.fromarray(picture).convert("L").convert("RGB"))


def _half_dark(picture: Picture) -> Picture:
    across = np.linspace(-4, 4, picture.shape[1])
    return np.asarray((picture * (0.35 + 0.65 / (1 + np.exp(-4 * across)))[None, :, None]).astype(np.uint8))


def _blurred(picture: Picture, widths: float) -> Picture:
    return np.asarray(Image.fromarray(picture).filter(ImageFilter.GaussianBlur(widths * picture.shape[1])))


def _turned(picture: Picture, degrees: float) -> Picture:
    return np.asarray(Image.fromarray(picture).rotate(degrees, Image.Resampling.BICUBIC))


BARE: Mapping[str, Callable[[Picture], Picture]] = {
    "as it is": lambda picture: picture,
    "one stop less": partial(stops, by=-1),
    "one stop more": partial(stops, by=1),
    "half the levels": partial(_scaled, by=0.5),
    "haze": partial(_scaled, by=0.6, plus=90),
    "contrast": partial(_scaled, by=1.5, plus=-64),
    "black and white": _grey,
    "half in shadow": _half_dark,
    "warm light": partial(_scaled, by=np.array([1.15, 0.95, 0.6])),
    "soft": partial(_blurred, widths=1 / 225),
    "tilted 15°": partial(_turned, degrees=15),
}


def faces(folder: Path, engine: MediapipeLandmarks) -> Iterator[tuple[str, Face]]:
    astronaut = Image.open(CACHE / "assets" / "astronaut.png").convert("RGB").crop((90, 0, 390, 300))
    yield "astronaut", locate(np.asarray(astronaut.resize((900, 900), Image.Resampling.LANCZOS)), engine)
    for photo in sorted(folder.glob("*.jpg")):
        yield photo.stem, locate(decode(photo.read_bytes()).pixels, engine)


def answer(picture: Picture, engine: MediapipeLandmarks) -> str:
    found = engine.detect(picture)
    if len(found) != 1:
        return "no face"
    try:
        return "accepted, glasses" if check_quality(picture, found[0]).glasses else "accepted"
    except FaceRefused as refused:
        return f"{refused.code} {refused.cause or ''}".strip()


def main() -> None:
    engine = MediapipeLandmarks(CACHE / "assets" / "face_landmarker.task")
    fronts = {name: frame(product_id) for name, product_id in WORN.items()}
    told: dict[str, Counter[str]] = {}
    glasses: Counter[tuple[str, bool]] = Counter()
    for name, face in faces(Path(sys.argv[1]), engine):
        pictures = {f"bare, {change}": made(face.picture) for change, made in BARE.items()}
        pictures |= {kind: drawn(face.picture, face.landmarks) for kind, drawn in COVERS.items()}
        pictures |= {kind: wear(face, front) for kind, front in fronts.items()}
        for kind, picture in pictures.items():
            said = answer(picture, engine)
            told.setdefault(kind, Counter())[said] += 1
            glasses[kind, name in WITH_GLASSES] += said.endswith("glasses")
    engine.close()
    for kind, counts in told.items():
        line = ", ".join(f"{count} {said}" for said, count in counts.most_common())
        print(
            f"{kind:>26}: {line}; glasses seen on {glasses[kind, True]} of 16 with, {glasses[kind, False]} of 25 bare"
        )


if __name__ == "__main__":
    main()
