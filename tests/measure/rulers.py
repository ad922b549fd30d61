"""What iris and head are worth as rulers: `python -m tests.measure.rulers PORTRAITS_FOLDER TABLE.npz`.

Two groups of known sex, the women of the table and the portraits noted to have a beard or moustache, are brought to
the pupillary distances published for women and men. Printed are `iris.share` and `head.mmPerCm` of
shared/faces/data/size.json, and what the other portraits then have.
"""

import json
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image

from shared.faces.pose import Points, fit_head
from shared.faces.scale import IRIS_PAIRS, pixels
from shared.platform.adapters.mediapipe_landmarks import MediapipeLandmarks
from tests.measure.known_sizes import MODEL, SHARP_YAW

WOMEN_MM, MEN_MM = 62.0, 64.4  # Dodgson 2004, doi 10.1117/12.529999
AFAR_PER_M = 0.5  # all of these pictures were taken from some 2 m
PUPILS = [(468, 473)]
HAIR = re.compile(r"^\| (\d\d) \|[^|]*(?:beard|stubble|goatee|moustache)", re.MULTILINE)
DATA = json.loads((Path(__file__).parents[2] / "shared/faces/data/size.json").read_text("utf-8"))


@dataclass(frozen=True)
class Group:
    """Of near-frontal faces: mean pupillary distance and iris diameter in cm of the fitted canonical face."""

    count: int
    pupils_cm: float
    iris_cm: float
    by_iris_mm: float

    @classmethod
    def of(cls, faces: Iterable[Points]) -> "Group":
        fitted = [(face, fit) for face in faces for fit in [fit_head(face)] if abs(fit.pose.yaw) <= SHARP_YAW]
        rows = np.array(
            [(pixels(face, PUPILS) / fit.px_per_cm, pixels(face, IRIS_PAIRS) / fit.px_per_cm) for face, fit in fitted]
        )
        pupils, iris = rows.T
        return cls(len(rows), pupils.mean(), iris.mean(), (pupils / iris).mean() * DATA["iris"]["mm"])

    def mm(self, share: float, head: float) -> float:
        return float(self.pupils_cm * (DATA["iris"]["mm"] / self.iris_cm) ** share * head ** (1 - share))


def main() -> None:
    portraits, table = Path(sys.argv[1]), Path(sys.argv[2])
    bearded = set(HAIR.findall((portraits / "README.md").read_text("utf-8")))
    women = Group.of(_table(table))
    men = Group.of(_portraits(portraits, bearded))
    others = Group.of(_portraits(portraits, {file.stem for file in portraits.glob("*.jpg")} - bearded))
    scales = WOMEN_MM / women.pupils_cm, MEN_MM / men.pupils_cm
    share = float(np.log(scales[1] / scales[0]) / np.log(women.iris_cm / men.iris_cm))
    head = (scales[0] / (DATA["iris"]["mm"] / women.iris_cm) ** share) ** (1 / (1 - share))
    from_anywhere = head * np.exp(DATA["head"]["perNearness"] * AFAR_PER_M / (1 - share))
    for name, group in (("women", women), ("men with beard or moustache", men), ("other portraits", others)):
        print(
            f"{name}: {group.count}, by the iris alone {group.by_iris_mm:.1f} mm, by both {group.mm(share, head):.1f}"
        )
    print(f"iris.share {share:.2f}, in use {DATA['iris']['share']}")
    print(f"head.mmPerCm {from_anywhere:.2f}, in use {DATA['head']['mmPerCm']}")


def _table(file: Path) -> Iterator[Points]:
    with np.load(file) as held:
        sizes = held["size"][:, [0, 1, 0]]
        yield from held["landmarks"].astype(np.float64) * sizes[:, None, :]


def _portraits(folder: Path, numbers: Iterable[str]) -> Iterator[Points]:
    engine = MediapipeLandmarks(MODEL)
    for number in sorted(numbers):
        yield from engine.detect(np.asarray(Image.open(folder / f"{number}.jpg").convert("RGB")))
    engine.close()


if __name__ == "__main__":
    main()
