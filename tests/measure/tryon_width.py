"""`python -m tests.measure.tryon_width`: the drawn width of a front against its mm, from difference pictures.

Heads in the form of a real one, of known size, before pinhole cameras; landmarks as the engine would give them at its
best, so the error is that of placing and drawing alone.
"""

import numpy as np
from PIL import Image

from local.setup.places import CACHE
from shared.faces.locate import locate
from shared.platform.adapters.mediapipe_landmarks import MediapipeLandmarks
from tests.unit.tryon.drawn import drawn_width_px, true_width_px
from tests.unit.tryon.known_head import known_head

DISTANCES_MM, YAWS = (300, 400, 500, 700, 1000, 1500), (-15, -8, 0, 8, 15)


def main() -> None:
    engine = MediapipeLandmarks(CACHE / "assets" / "face_landmarker.task")
    astronaut = Image.open(CACHE / "assets" / "astronaut.png").convert("RGB").crop((90, 0, 390, 300))
    face = locate(np.asarray(astronaut.resize((900, 900), Image.Resampling.LANCZOS)), engine)
    engine.close()
    print("| camera, mm | " + " | ".join(f"yaw {yaw}°" for yaw in YAWS) + " |")
    print("|---" * (len(YAWS) + 1) + "|")
    for distance_mm in DISTANCES_MM:
        heads = [known_head(face, distance_mm=distance_mm, yaw=yaw) for yaw in YAWS]
        errors = [100 * (drawn_width_px(head) / true_width_px(head) - 1) for head in heads]
        print(f"| {distance_mm} | " + " | ".join(f"{error:+.1f} %" for error in errors) + " |")


if __name__ == "__main__":
    main()
