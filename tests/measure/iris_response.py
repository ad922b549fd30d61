"""How far the engine's iris rings follow the irises: `python -m tests.measure.iris_response PORTRAITS_FOLDER`.

The irises of near-frontal portraits are warped to other sizes, smoothly within the eye; rings that measured them
would change by as much.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from shared.faces.pose import Points, fit_head
from shared.faces.scale import IRIS_PAIRS, pixels
from shared.platform.adapters.mediapipe_landmarks import MediapipeLandmarks
from tests.measure.known_face import sampled
from tests.measure.known_sizes import MODEL, SHARP_YAW

Picture = NDArray[np.uint8]

SIZES = (0.85, 0.925, 1.0, 1.075, 1.15)
CENTRES = (468, 473)
EDGE, REACH = 1.05, 2.1  # of the iris's radius: what is warped as one, and where the warp ends


def main() -> None:
    engine = MediapipeLandmarks(MODEL)
    rows = [list(_responses(picture, engine)) for picture in _pictures(Path(sys.argv[1]))]
    measured = np.array([row for row in rows if row])
    engine.close()
    slope = np.polyfit(SIZES, measured.mean(axis=0), 1)[0]
    for size, ring, sd in zip(SIZES, measured.mean(axis=0), measured.std(axis=0), strict=True):
        print(f"irises at {100 * size:5.1f} %: rings at {100 * ring:5.1f} ± {100 * sd:.1f} %")
    print(f"{len(measured)} portraits; rings follow by {100 * slope:.0f} % of the change")


def _pictures(folder: Path) -> Iterator[Picture]:
    """Twice as large, so that the warp has pixels to work on."""
    for file in sorted(folder.glob("*.jpg")):
        photo = Image.open(file).convert("RGB")
        yield np.asarray(photo.resize((2 * photo.width, 2 * photo.height), Image.Resampling.BICUBIC))


def _responses(picture: Picture, engine: MediapipeLandmarks) -> Iterator[float]:
    """The rings' diameter over the unchanged picture's, at each size; nothing for a turned head."""
    (landmarks,) = engine.detect(picture)
    if abs(fit_head(landmarks).pose.yaw) > SHARP_YAW:
        return
    for size in SIZES:
        (again,) = engine.detect(_warped(picture, landmarks, size))
        yield pixels(again, IRIS_PAIRS) / pixels(landmarks, IRIS_PAIRS)


def _warped(picture: Picture, landmarks: Points, size: float) -> Picture:
    height, width = picture.shape[:2]
    y, x = np.mgrid[:height, :width] + 0.5
    from_x, from_y = x.copy(), y.copy()
    for centre, pair in zip(CENTRES, IRIS_PAIRS, strict=True):
        across, down = x - landmarks[centre, 0], y - landmarks[centre, 1]
        away = np.hypot(across, down) / (pixels(landmarks, [pair]) / 2)
        came_from = np.interp(away, (0, EDGE * size, REACH), (0, EDGE, REACH))
        share = np.where(away > 0, came_from / np.maximum(away, 1e-9), 1 / size)
        near = away < REACH
        from_x[near] = (landmarks[centre, 0] + across * share)[near]
        from_y[near] = (landmarks[centre, 1] + down * share)[near]
    colours = sampled(picture, np.column_stack([from_x.ravel(), from_y.ravel()]))
    return np.asarray(colours.reshape(picture.shape), dtype=np.uint8)


if __name__ == "__main__":
    main()
