"""How the jaw's numbers waver from photo to photo of one face, and how steady the shapes are.

    python -m local.training.jitter PORTRAITS ENGINE [--out local/training/jitter.json]

PORTRAITS is a folder of .jpg with one face each; ENGINE is MediaPipe's face_landmarker.task. Written is the
covariance over all faces together, never numbers of a face. Shapes are counted with the model in place. How the
numbers waver as the head turns lies beside it, in turns.json, which tests/measure/known_shapes.py writes.
"""

import argparse
import json
from collections import Counter
from pathlib import Path

import numpy as np
from PIL import Image

from local.training.variants import VARIANTS
from shared.faces.locate import locate
from shared.faces.pose import straighten
from shared.faces.refusal import FaceRefused
from shared.faces.shape import Floats, jaw_features, shape_model
from shared.platform.adapters.mediapipe_landmarks import MediapipeLandmarks
from shared.platform.ports.landmarks import LandmarkEngine

JITTER_FILE, TURNS_FILE = (Path(__file__).with_name(f"{name}.json") for name in ("jitter", "turns"))
DIGITS = 3
FEATURES = 33


def read_jitter() -> Floats:
    """The covariance from photo to photo and from turn to turn of one face, 33 × 33."""
    return _read(JITTER_FILE) + _read(TURNS_FILE)


def _read(file: Path) -> Floats:
    """The file holds the lower triangle, row by row, in millionths."""
    covariance = np.zeros((FEATURES, FEATURES))
    covariance[np.tril_indices(FEATURES)] = json.loads(file.read_text("utf-8"))["covariance"]
    return np.asarray((covariance + np.tril(covariance, -1).T) / 1e6)


def write(covariance: Floats, source: str, file: Path) -> None:
    lower = [float(f"{number:.{DIGITS}g}") for number in covariance[np.tril_indices(FEATURES)] * 1e6]
    held = {"source": f"{source}; lower triangle, millionths", "covariance": lower}
    lines = [f"  {json.dumps(key)}: {json.dumps(entry)}" for key, entry in held.items()]
    file.write_text("{\n" + ",\n".join(lines) + "\n}\n", "utf-8")


def covariance(faces: Floats) -> Floats:
    """Within a face, over all of them: faces × variants × 33."""
    apart = faces - faces.mean(axis=1, keepdims=True)
    return np.asarray(np.einsum("fvi,fvj->ij", apart, apart) / (faces.shape[0] * (faces.shape[1] - 1)))


def single_look(picture: Image.Image, engine: LandmarkEngine) -> Floats:
    """As a browser sends them: without a second look at a face that was found."""
    found = engine.detect(np.asarray(picture))
    return jaw_features(straighten(max(found, key=lambda points: np.ptp(points[:, 0]))))


def as_photo(picture: Image.Image, engine: LandmarkEngine) -> Floats | None:
    """As a photo is looked at; None for a refused one."""
    try:
        return jaw_features(locate(np.asarray(picture), engine).fit.straight)
    except FaceRefused:
        return None


def source(faces: int) -> str:
    return (
        f"Covariance of the jaw features (local/training/jitter.py) over {len(VARIANTS) + 1} versions of "
        f"each of {faces} public-domain portraits, about each face's own mean"
    )


def steadiness(portraits: list[Image.Image], engine: LandmarkEngine) -> None:
    """Prints the shapes said, and how often each variant keeps them."""
    plain = [_likeliest(as_photo(picture, engine)) for picture in portraits]
    print(f"likeliest: {dict(Counter(shape for shape, _ in plain))}, {sum(not sure for _, sure in plain)} not sure")
    kept = []
    for name, change in VARIANTS.items():
        again = [_likeliest(as_photo(change(picture), engine)) for picture in portraits]
        kept.append([ours[0] == theirs[0] for ours, theirs in zip(plain, again, strict=True)])
        print(f"{name:>24} {100 * np.mean(kept[-1]):5.1f} % keep the likeliest shape")
    print(f"{'all':>24} {100 * np.mean(kept):5.1f} %")


def _likeliest(features: Floats | None) -> tuple[str | None, bool]:
    """And whether it is named."""
    if features is None:
        return None, False
    answer = shape_model().answer(features)
    return max(answer.probabilities, key=answer.probabilities.__getitem__), answer.shape is not None


def main() -> None:
    arguments = argparse.ArgumentParser(description="Measure how the jaw's numbers waver.")
    arguments.add_argument("portraits", type=Path)
    arguments.add_argument("engine", type=Path)
    arguments.add_argument("--out", type=Path, default=JITTER_FILE)
    given = arguments.parse_args()
    portraits = [Image.open(file).convert("RGB") for file in sorted(given.portraits.glob("*.jpg"))]
    engine = MediapipeLandmarks(given.engine)
    changes = (lambda picture: picture, *VARIANTS.values())
    faces = np.array([[single_look(change(each), engine) for change in changes] for each in portraits])
    write(covariance(faces), source(len(faces)), given.out)
    print(f"wrote {given.out}")
    steadiness(portraits, engine)


if __name__ == "__main__":
    main()
