"""Faces as they would have been measured: numbers of nobody."""

from random import Random

from local.story.plot import PLOT, one_of
from shared.faces.measurement import Length
from shared.faces.result import SHAPES, FaceResult, Pose, SizeBand

BANDS: tuple[SizeBand, ...] = ("narrow", "medium", "wide")


def measured(chance: Random) -> FaceResult:
    likely = one_of(PLOT["faceShapes"], chance)
    sure = chance.uniform(0.42, 0.86)
    rest = [chance.random() + 0.05 for _ in SHAPES[1:]]
    others = iter(value * (1 - sure) / sum(rest) for value in rest)
    width = chance.gauss(138, 6)
    band: SizeBand = "narrow" if width < 132 else "wide" if width > 144 else "medium"
    return FaceResult(
        shape=next((shape for shape in SHAPES if shape == likely), None) if sure > 0.5 else None,
        probabilities={shape: sure if shape == likely else next(others) for shape in SHAPES},
        measurements={
            "pupillaryDistance": Length(round(chance.gauss(63, 3), 1), 1.6),
            "faceWidth": Length(round(width, 1), 3.4),
        },
        size_band=band,
        pose=Pose(round(chance.gauss(0, 4), 1), round(chance.gauss(0, 4), 1), round(chance.gauss(0, 2), 1)),
        size_bands={each: 0.8 if each == band else 0.1 for each in BANDS},
    )
