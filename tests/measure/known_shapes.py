"""How the shape holds when the head turns: `python -m tests.measure.known_shapes PORTRAITS_FOLDER [--write]`.

Each face is the relief of a near-frontal portrait's own landmarks, textured with that portrait and photographed anew:
straight from the front, then turned, lowered, raised and from nearer. Printed is how many keep the likeliest shape,
how far the probabilities move, and how many that were named are given another name. `--write` keeps the covariance
of what a slight turn does to the jaw's numbers, over all faces together, for the next fit of the model.
"""

import argparse
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image

from local.training.jitter import TURNS_FILE, write
from shared.faces.locate import locate
from shared.faces.refusal import FaceRefused
from shared.faces.result import FaceShape
from shared.faces.shape import Floats, ShapeAnswer, jaw_features, shape_model
from shared.platform.adapters.mediapipe_landmarks import MediapipeLandmarks
from tests.measure.known_face import Camera, KnownFace, photographed
from tests.measure.known_sizes import MODEL, relief

SIZE, FOCAL, AFAR_MM = (480, 640), 1.0, 700.0
EYES_APART_MM = 63.0  # adults' mean; only how near the camera is hangs on it
FRONTAL_DEG = 6.0
STRAIGHT = Camera(AFAR_MM, FOCAL, size=SIZE)
VIEWS = {
    **{f"yaw {yaw:+}°": Camera(AFAR_MM, FOCAL, yaw=yaw, size=SIZE) for yaw in (-20, -15, -10, -5, 5, 10, 15, 20)},
    **{f"pitch {pitch:+}°": Camera(AFAR_MM, FOCAL, pitch=pitch, size=SIZE) for pitch in (-15, -10, -5, 5, 10, 15)},
    **{f"from {mm} mm": Camera(mm, FOCAL * mm / AFAR_MM, size=SIZE) for mm in (300, 400, 500, 1000)},
}
# A turn as slight as it comes about unnoticed, 8° in the mean square; the farther ones are left to judge by.
SLIGHT_TURNS = ("yaw -10°", "yaw -5°", "yaw +5°", "yaw +10°")

Seen = list[Floats | None]  # the jaw's numbers of each face; None where it is refused


@dataclass(frozen=True)
class Pair:
    """The same face from the front and in another view."""

    front: ShapeAnswer
    view: ShapeAnswer

    @property
    def is_kept(self) -> bool:
        return likeliest(self.front) == likeliest(self.view)

    @property
    def is_renamed(self) -> bool:
        return None not in (self.front.shape, self.view.shape) and self.front.shape != self.view.shape

    @property
    def moved(self) -> float:
        """Total variation between both lists of probabilities: 0 to 1."""
        before, after = (np.array(list(answer.probabilities.values())) for answer in (self.front, self.view))
        return float(np.abs(before - after).sum() / 2)


def likeliest(answer: ShapeAnswer) -> FaceShape:
    return max(answer.probabilities, key=answer.probabilities.__getitem__)


def main() -> None:
    arguments = argparse.ArgumentParser(description="How the shape holds when the head turns.")
    arguments.add_argument("portraits", type=Path)
    arguments.add_argument("--write", action="store_true", help=f"write {TURNS_FILE.name}")
    given = arguments.parse_args()
    engine = MediapipeLandmarks(MODEL)
    faces = list(_known_faces(given.portraits, engine))
    front, *turned = ([_features(face, camera, engine) for face in faces] for camera in (STRAIGHT, *VIEWS.values()))
    engine.close()
    views = dict(zip(VIEWS, turned, strict=True))
    if given.write:
        write(_scatter(front, views), _source(len(faces)), TURNS_FILE)
    print(f"{len(faces)} near-frontal portraits, seen from {AFAR_MM:.0f} mm")
    print(f"{'':>12} | {'measured':>8} | {'kept':>6} | {'moved':>5} | named otherwise")
    for name, view in views.items():
        _print(name, [Pair(*map(shape_model().answer, pair)) for pair in _both(front, view)])


def _source(faces: int) -> str:
    return (
        f"Covariance of the jaw features (tests/measure/known_shapes.py) of {faces} public-domain portraits rendered "
        f"with {', '.join(SLIGHT_TURNS)}, about their rendering from the front"
    )


def _scatter(front: Seen, views: Mapping[str, Seen]) -> Floats:
    apart = np.array([turned - straight for name in SLIGHT_TURNS for straight, turned in _both(front, views[name])])
    return np.asarray(apart.T @ apart / len(apart))


def _both(front: Seen, view: Seen) -> list[tuple[Floats, Floats]]:
    return [
        (first, second) for first, second in zip(front, view, strict=True) if not (first is None or second is None)
    ]


def _known_faces(portraits: Path, engine: MediapipeLandmarks) -> Iterator[KnownFace]:
    for file in sorted(portraits.glob("*.jpg")):
        photo = Image.open(file).convert("RGB").resize((675, 825), Image.Resampling.BICUBIC)
        face = locate(np.asarray(photo), engine)
        if abs(face.fit.pose.yaw) <= FRONTAL_DEG:
            straight = face.fit.straight
            yield relief(face, photo, float(EYES_APART_MM / np.linalg.norm(straight[468] - straight[473])))


def _features(face: KnownFace, camera: Camera, engine: MediapipeLandmarks) -> Floats | None:
    try:
        found = locate(np.asarray(photographed(face, camera)), engine)
    except FaceRefused:
        return None
    return jaw_features(found.fit.straight)


def _print(name: str, pairs: list[Pair]) -> None:
    kept, moved, renamed = np.mean([(pair.is_kept, pair.moved, pair.is_renamed) for pair in pairs], axis=0)
    print(f"{name:>12} | {len(pairs):8} | {100 * kept:4.0f} % | {moved:5.2f} | {100 * renamed:.0f} %")


if __name__ == "__main__":
    main()
