"""`python -m tests.measure.tryon_width`: the drawn width of a front against its mm, from difference pictures.

First on heads whose landmarks are given as the engine would find them at its best, so the error is that of placing
and drawing alone; then on pictures of a face of known size, found and measured like any photo.
"""

from collections.abc import Callable

import numpy as np
from PIL import Image

from shared.faces.locate import locate
from shared.faces.reference import NO_REFERENCE, Reference
from shared.platform.adapters.mediapipe_landmarks import MediapipeLandmarks
from tests.measure.known_face import Camera, photographed, seen_at
from tests.measure.known_sizes import ASSETS, MODEL, known_face
from tests.unit.tryon.drawn import MARK_ENDS_MM, drawn_width_px, true_width_px, width_in
from tests.unit.tryon.known_head import known_head

DISTANCES_MM, YAWS = (300, 400, 500, 700, 1000, 1500), (-15, -8, 0, 8, 15)


def main() -> None:
    engine = MediapipeLandmarks(MODEL)
    astronaut = Image.open(ASSETS / "astronaut.png").convert("RGB").crop((90, 0, 390, 300))
    selfie = astronaut.resize((900, 900), Image.Resampling.LANCZOS)
    face = locate(np.asarray(selfie), engine)

    def placed(distance_mm: float, yaw: float) -> float:
        head = known_head(face, distance_mm=distance_mm, yaw=yaw)
        return drawn_width_px(head) / true_width_px(head)

    known = known_face(selfie, engine)
    own = Reference(known.distance(468, 473))

    def found(distance_mm: float, yaw: float, reference: Reference) -> float:
        camera = Camera(distance_mm, focal=min(1.0, distance_mm / 700) * 1.6, yaw=yaw)
        left, right = seen_at(np.array(MARK_ENDS_MM), camera)
        seen = locate(np.asarray(photographed(known, camera)), engine)
        return width_in(seen, reference, seen.fit.turn) / float(np.linalg.norm(right - left))

    _print("Landmarks given", placed)
    _print("Rendered face, the shopper's own pupillary distance", lambda mm, yaw: found(mm, yaw, own))
    _print("Rendered face, scaled by iris and head", lambda mm, yaw: found(mm, yaw, NO_REFERENCE))
    engine.close()


def _print(title: str, width: Callable[[float, float], float]) -> None:
    print(f"\n{title}\n\n| camera, mm | " + " | ".join(f"yaw {yaw}°" for yaw in YAWS) + " |")
    print("|---" * (len(YAWS) + 1) + "|")
    for distance_mm in DISTANCES_MM:
        row = " | ".join(f"{100 * (width(distance_mm, yaw) - 1):+.1f} %" for yaw in YAWS)
        print(f"| {distance_mm} | {row} |", flush=True)


if __name__ == "__main__":
    main()
