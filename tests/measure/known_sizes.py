"""Measured lengths of faces of known size: `python -m tests.measure.known_sizes [PORTRAITS_FOLDER]`.

Each face is the relief of a photo's own landmarks, textured with that photo, as large as the photo is measured to be;
so the tables show what distance, lens and turn of the head do, apart from how much people differ, which no rendering
can show. With a card or a pupillary distance the truth is the face's own.
"""

import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from pathlib import Path

import numpy as np
from PIL import Image

from shared.faces.locate import Face, locate
from shared.faces.reference import NO_REFERENCE, Reference
from shared.faces.refusal import FaceRefused
from shared.faces.scale import find_scale
from shared.faces.size import measure
from shared.platform.adapters.mediapipe_landmarks import MediapipeLandmarks
from tests.measure.known_face import MESH_POINTS, Camera, KnownFace, canonical_mesh, photographed, seen_at

ASSETS = Path(os.environ.get("AID_ASSETS", Path(__file__).parents[2] / ".cache" / "assets"))
MODEL = ASSETS / "face_landmarker.task"
DISTANCES_MM, FOCALS, YAWS = (300, 400, 600, 900), (0.66, 0.76, 0.9), (-15, -8, 0, 8, 15)
SHARP_YAW = 8  # sizes are vouched for up to here
ENDS = {
    "pupillaryDistance": (468, 473),
    "faceWidth": (234, 454),
    "templeWidth": (127, 356),
    "bridgeWidth": (193, 417),
}
FROM_AFAR = 10  # the photos were taken from some 2 m and cropped: a face is a tenth as large a part of the whole
CARD_MM = np.array([[-42.8, 45.0, 20.0], [42.8, 45.0, 20.0]])  # on the forehead, from between the irises
SEEN_BEST = (
    "02",
    "08",
    "13",
    "18",
    "32",
    "37",
    "39",
)  # near-frontal portraits, women and men, with and without glasses


@dataclass(frozen=True)
class View:
    """One picture of a known face; `errors` in mm, measured minus true, by source of the scale and length."""

    face: str
    camera: Camera
    errors: dict[tuple[str, str], float]


def main() -> None:
    engine = MediapipeLandmarks(MODEL)
    photos = dict(_photos(Path(sys.argv[1]) if len(sys.argv) > 1 else None))
    views = [view for name, photo in photos.items() for view in _views(name, known_face(photo, engine), engine)]
    engine.close()
    print(f"{len(photos)} faces, {len(views)} pictures, {_refused(len(photos)) - len(views)} refused\n")
    for source in ("iris", "card", "pupillaryDistance"):
        _print_summary(source, views)
    _print_by("distance mm", views, [(str(mm), lambda v, mm=mm: v.camera.distance_mm == mm) for mm in DISTANCES_MM])
    _print_by("yaw", views, [(f"{yaw}°", lambda v, yaw=yaw: v.camera.yaw == yaw) for yaw in YAWS])


def _photos(portraits: Path | None) -> Iterator[tuple[str, Image.Image]]:
    astronaut = Image.open(ASSETS / "astronaut.png").convert("RGB").crop((110, 0, 340, 230))
    yield "astronaut", astronaut.resize((920, 920), Image.Resampling.LANCZOS)
    for name in SEEN_BEST if portraits else ():
        yield name, Image.open(portraits / f"{name}.jpg").convert("RGB").resize((675, 825), Image.Resampling.BICUBIC)


def known_face(photo: Image.Image, engine: MediapipeLandmarks) -> KnownFace:
    face = locate(np.asarray(photo), engine)
    scale = find_scale(face.landmarks, face.fit, (FROM_AFAR * photo.width, FROM_AFAR * photo.height))
    return relief(face, photo, face.fit.px_per_cm / scale.px_per_mm)


def relief(face: Face, photo: Image.Image, mm_per_cm: float) -> KnownFace:
    """A photo's face as a solid: its landmarks, straight and in mm, with the photo for a skin."""
    points = face.fit.straight * mm_per_cm
    middle = (points[468] + points[473]) / 2
    triangles = canonical_mesh(MODEL).triangles
    return KnownFace(points - middle, triangles, np.asarray(photo), face.landmarks[:MESH_POINTS, :2])


def _views(name: str, known: KnownFace, engine: MediapipeLandmarks) -> Iterator[View]:
    for distance_mm, focal, yaw in product(DISTANCES_MM, FOCALS, YAWS):
        camera = Camera(
            distance_mm, focal * 4 / 3, yaw
        )  # focal lengths in the picture's width, which is 3/4 of its height
        try:
            face = locate(np.asarray(photographed(known, camera)), engine)
        except FaceRefused:
            continue
        yield View(name, camera, dict(_errors(known, face, camera)))


def _errors(known: KnownFace, face: Face, camera: Camera) -> Iterator[tuple[tuple[str, str], float]]:
    card = seen_at(CARD_MM, camera) / camera.size
    truth = {length: known.distance(*ends) for length, ends in ENDS.items()}
    references = {
        "iris": NO_REFERENCE,
        "card": Reference(card=card.tolist()),
        "pupillaryDistance": Reference(truth["pupillaryDistance"]),
    }
    for source, reference in references.items():
        scale = find_scale(face.landmarks, face.fit, camera.size, reference)
        for length, found in measure(face.landmarks, face.fit, scale).items():
            if length in truth:
                yield (source, length), found.mm - truth[length]


def _refused(faces: int) -> int:
    return faces * len(DISTANCES_MM) * len(FOCALS) * len(YAWS)


def _print_summary(source: str, views: list[View]) -> None:
    """Bias over all faces; spread over the views of one face, and of the faces' own means."""
    print(
        f"scaled by {source}, |yaw| up to {SHARP_YAW}°: bias, spread over one face's views, spread of the faces, mm"
    )
    sharp = [view for view in views if abs(view.camera.yaw) <= SHARP_YAW]
    for length in ENDS:
        by_face = [
            [view.errors[source, length] for view in sharp if view.face == name]
            for name in sorted({view.face for view in sharp})
        ]
        means = [float(np.mean(errors)) for errors in by_face]
        within = float(np.sqrt(np.mean([np.var(errors) for errors in by_face])))
        print(f"  {length:18} {np.mean(means):+5.2f}  {within:5.2f}  {np.std(means):5.2f}")
    print()


def _print_by(title: str, views: list[View], groups: list) -> None:
    """Mean error by group, each face's own mean over all views taken off: what distance or turn changes."""
    print(f"scaled by iris, by {title}: change of the mean against all views of the same face ± spread, mm")
    for name, belongs in groups:
        row = []
        for length in ENDS:
            changes = [
                view.errors["iris", length]
                - np.mean([other.errors["iris", length] for other in views if other.face == view.face])
                for view in views
                if belongs(view)
            ]
            row.append(f"{length} {np.mean(changes):+5.2f} ± {np.std(changes):4.2f}")
        print(f"  {name:>5}  " + "  ".join(row))
    print()


if __name__ == "__main__":
    main()
