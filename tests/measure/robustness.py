"""How steady face analyses are, what they refuse, and for whom less so.

`python -m tests.measure.robustness PORTRAITS_FOLDER [--people CSV]` prints three tables. The folder's README tells of
glasses, beards and pictures without colour; the CSV (number and further columns) of what was judged by eye.
"""

import argparse
import io
import os
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from shared.faces.analysis import analyse_photo
from shared.faces.refusal import FaceRefused
from shared.faces.result import FaceResult
from shared.platform.adapters.mediapipe_landmarks import MediapipeLandmarks
from tests.measure.changes import changes
from tests.measure.hard_cases import empty_cases, hard_cases
from tests.measure.portrait import Portrait, portraits

ASSETS = Path(os.environ.get("AID_ASSETS", Path(__file__).parents[2] / ".cache" / "assets"))
LENGTHS = ("pupillaryDistance", "faceWidth")
EMPTY_SEEDS = 20

Answer = FaceResult | str


@dataclass(frozen=True)
class Comparison:
    """One changed portrait against the unchanged."""

    portrait: Portrait
    kind: str
    answer: Answer
    reference: FaceResult

    @property
    def is_same(self) -> bool:
        return isinstance(self.answer, FaceResult) and likeliest(self.answer) == likeliest(self.reference)

    def change(self, length: str) -> float:
        """Relative; not a number when refused."""
        if isinstance(self.answer, str):
            return float("nan")
        return abs(self.answer.measurements[length].mm / self.reference.measurements[length].mm - 1)


def likeliest(result: FaceResult) -> str:
    return max(result.probabilities, key=result.probabilities.__getitem__)


def analysed(picture: Image.Image | NDArray[np.uint8], engine: MediapipeLandmarks) -> Answer:
    image = picture if isinstance(picture, Image.Image) else Image.fromarray(np.ascontiguousarray(picture))
    content = io.BytesIO()
    image.save(content, "PNG", compress_level=1)
    try:
        return analyse_photo(content.getvalue(), engine)
    except FaceRefused as refused:
        return refused.code


def compared(
    everyone: list[Portrait], answers: dict[str, Answer], engine: MediapipeLandmarks
) -> Iterator[Comparison]:
    for portrait in everyone:
        reference = answers[portrait.number]
        if isinstance(reference, FaceResult):
            for kind, picture in changes(portrait.image):
                yield Comparison(portrait, kind, analysed(picture, engine), reference)


def print_stability(comparisons: list[Comparison]) -> None:
    print(
        "| change | pairs | refused | same likeliest shape | pupillary distance: mean, p95 | face width: mean, p95 |"
    )
    print("|---|---|---|---|---|---|")
    kinds = dict.fromkeys(each.kind for each in comparisons)
    for kind in (*kinds, "all"):
        of_kind = [each for each in comparisons if kind in (each.kind, "all")]
        print(f"| {kind} | {_stability(of_kind)} |")


def _stability(comparisons: list[Comparison]) -> str:
    taken = [each for each in comparisons if isinstance(each.answer, FaceResult)]
    if not taken:
        return f"{len(comparisons)} | {len(comparisons)} | – | – | –"
    same = sum(each.is_same for each in taken) / len(taken)
    columns = [f"{len(comparisons)}", f"{len(comparisons) - len(taken)}", f"{same:.1%}"]
    for length in LENGTHS:
        change = np.array([each.change(length) for each in taken])
        columns.append(f"{change.mean():.2%}, {np.percentile(change, 95):.2%}")
    return " | ".join(columns)


def print_hard_cases(everyone: list[Portrait], engine: MediapipeLandmarks) -> None:
    cases = [case for seed in range(EMPTY_SEEDS) for case in empty_cases(seed)]
    for portrait in everyone:
        for landmarks in engine.detect(np.asarray(portrait.image)):
            cases += hard_cases(portrait.image, landmarks, int(portrait.number))
    answers: dict[str, list[tuple[str, bool]]] = defaultdict(list)
    for case in cases:
        answer = analysed(case.picture, engine)
        code = answer if isinstance(answer, str) else "analysed"
        answers[case.name].append((code, code in case.right))
    print("| case | right | answers |\n|---|---|---|")
    for name, given in answers.items():
        codes = sorted({code for code, _ in given})
        counted = ", ".join(f"{code} {sum(code == each for each, _ in given)}" for code in codes)
        print(f"| {name} | {sum(right for _, right in given)} of {len(given)} | {counted} |")


def print_groups(everyone: list[Portrait], answers: dict[str, Answer], comparisons: list[Comparison]) -> None:
    print("| group | portraits | refused | changed: pairs | refused | same | pupillary distance | face width |")
    print("|---|---|---|---|---|---|---|---|")
    for kind, group in _groups(everyone):
        people = [portrait for portrait in everyone if portrait.groups.get(kind) == group]
        refused = sum(isinstance(answers[portrait.number], str) for portrait in people)
        theirs = [each for each in comparisons if each.portrait.groups.get(kind) == group]
        print(f"| {kind}: {group} | {len(people)} | {refused} | {_stability(theirs)} |")


def _groups(everyone: Iterable[Portrait]) -> list[tuple[str, str]]:
    return sorted({pair for portrait in everyone for pair in portrait.groups.items()})


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("folder", type=Path)
    arguments.add_argument("--people", type=Path)
    given = arguments.parse_args()
    engine = MediapipeLandmarks(ASSETS / "face_landmarker.task")
    everyone = portraits(given.folder, given.people)
    answers = {portrait.number: analysed(portrait.image, engine) for portrait in everyone}
    refused = {number: answer for number, answer in answers.items() if isinstance(answer, str)}
    print(f"{len(everyone)} portraits, refused: {refused}\n")
    comparisons = list(compared(everyone, answers, engine))
    print_stability(comparisons)
    print()
    print_hard_cases([portrait for portrait in everyone if portrait.number not in refused], engine)
    print()
    print_groups(everyone, answers, comparisons)
    engine.close()


if __name__ == "__main__":
    main()
