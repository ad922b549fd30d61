"""Measured over 40 public-domain portraits outside this repository: in AID_SHARED, or in the folder beside it."""

import os
import re
from collections import Counter
from pathlib import Path
from statistics import mean, stdev

import pytest

from shared.faces.analysis import analyse_photo
from shared.faces.refusal import FaceRefused
from shared.faces.result import FaceResult
from shared.platform.adapters.mediapipe_landmarks import MediapipeLandmarks

PORTRAITS = Path(os.environ.get("AID_SHARED", Path(__file__).parents[4] / "shared")) / "data" / "portraits"
TURNED_FAR = {"03", "27", "38"}

Answers = dict[str, FaceResult | str]


@pytest.fixture(scope="module")
def answers(engine: MediapipeLandmarks) -> Answers:
    files = sorted(PORTRAITS.glob("*.jpg"))
    if not files:
        pytest.skip(f"PORTRAITS NOT MEASURED: no pictures in {PORTRAITS}; name their folder's parent in AID_SHARED")
    return {file.stem: _answer(file, engine) for file in files}


def _answer(file: Path, engine: MediapipeLandmarks) -> FaceResult | str:
    try:
        return analyse_photo(file.read_bytes(), engine)
    except FaceRefused as refused:
        return refused.code


def results(answers: Answers) -> dict[str, FaceResult]:
    return {name: answer for name, answer in answers.items() if isinstance(answer, FaceResult)}


def lengths(answers: Answers, name: str) -> list[float]:
    return [result.measurements[name].mm for result in results(answers).values()]


def test_portraits_are_accepted_unless_turned_far(answers: Answers) -> None:
    codes = Counter(answer if isinstance(answer, str) else "accepted" for answer in answers.values())
    shapes = Counter(str(result.shape) for result in results(answers).values())
    print(f"\n{'answers':>18}: {dict(codes)}\n{'shapes':>18}: {dict(shapes)}")
    assert codes["accepted"] >= 37
    assert set(answers) - set(results(answers)) <= TURNED_FAR


def test_pupillary_distances_are_those_of_adults(answers: Answers) -> None:
    """Nearly all adults lie within 45 to 80 mm, mean about 63 (Dodgson 2004, doi 10.1117/12.529999)."""
    for name in ("pupillaryDistance", "faceWidth", "templeWidth", "bridgeWidth", "eyeHeight"):
        got = lengths(answers, name)
        print(f"\n{name:>18}: {mean(got):6.1f} ± {stdev(got):4.1f} mm, {min(got):.1f} to {max(got):.1f}", end="")
    distances = lengths(answers, "pupillaryDistance")
    assert min(distances) > 45
    assert max(distances) < 80
    assert mean(distances) == pytest.approx(63.4, abs=1.5)


def test_poses_agree_with_the_engines_own_matrix(answers: Answers) -> None:
    row = re.compile(r"^\| (\d\d) \|.*\| (\S+) \| (\S+) \| (\S+) \| \d+ \| \d+ \| \d+ \|$", re.MULTILINE)
    table = row.findall((PORTRAITS / "README.md").read_text("utf-8").replace("−", "-"))
    differences = [
        (
            abs(result.pose.yaw - float(yaw)),
            abs(result.pose.pitch - float(pitch)),
            abs(result.pose.roll - float(roll)),
        )
        for name, yaw, pitch, roll in table
        for result in [results(answers).get(name)]
        if result
    ]
    means = [mean(column) for column in zip(*differences, strict=True)]
    print("\n   pose difference: " + ", ".join(f"{each:.2f}°" for each in means))
    assert len(differences) >= 37
    assert max(means) < 1
    assert max(map(max, differences)) < 4
