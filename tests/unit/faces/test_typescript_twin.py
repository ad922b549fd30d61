"""The shopper's browser measures what the server measures: each number within 1e-4, each word the same."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from shared.faces.analysis import InvalidLandmarks, InvalidReference, analyse_landmarks
from shared.faces.pose import Points
from shared.faces.refusal import FaceRefused
from shared.faces.result import SHAPES
from shared.shopper.face_record import to_body
from tests.typescript import run_node
from tests.unit.faces.landmark_sets import LandmarkSet, landmark_sets

SETS, SEED = 100, 4
CLOSE = 1e-4

Answer = dict[str, Any]


@pytest.fixture(scope="module")
def sets(face: Points) -> list[LandmarkSet]:
    return [*landmark_sets(face, SETS, SEED), *_no_faces(face)]


@pytest.fixture(scope="module")
def here(sets: list[LandmarkSet]) -> list[Answer]:
    return [_answer(each) for each in sets]


@pytest.fixture(scope="module")
def there(sets: list[LandmarkSet], compiled_widget: Path) -> list[Answer]:
    """What TypeScript answers, from one process of Node."""
    given = json.dumps([each.as_sent() for each in sets])
    script = compiled_widget / "widget" / "tests" / "analyse_sets.js"
    done = run_node(script, input=given)
    assert done.returncode == 0, done.stderr
    answers: list[Answer] = json.loads(done.stdout)
    return answers


def _no_faces(face: Points) -> list[LandmarkSet]:
    normalised, size = face / 900, (900, 900)
    tiny_iris, far = normalised.copy(), normalised.copy()
    tiny_iris[469:473] = normalised[468] + 0.1 * (normalised[469:473] - normalised[468])
    far[0, 0] = 2.5
    point = np.zeros_like(face)
    shapes = (tiny_iris, far, point, normalised[::-1], normalised * (-1, 1, 1), normalised[:468])
    return [*(LandmarkSet(each, size) for each in shapes), LandmarkSet(normalised, (0, 900))]


def _answer(given: LandmarkSet) -> Answer:
    sent = given.as_sent()
    try:
        return to_body(analyse_landmarks(sent["landmarks"], given.image_size, given.reference))
    except FaceRefused as refused:
        return {"code": refused.code, "advice": refused.advice}
    except InvalidReference as invalid:
        return {"field": invalid.field, "invalid": str(invalid)}
    except InvalidLandmarks as invalid:
        return {"invalid": str(invalid)}


def test_the_sets_reach_every_answer(here: list[Answer]) -> None:
    """Else agreement would prove little."""
    answers = Counter(answer.get("code") or ("invalid" if "invalid" in answer else "measured") for answer in here)
    print(f"\n{dict(answers)}")
    assert answers["measured"] >= SETS / 2
    assert min(answers["FACE_TURNED"], answers["FACE_TOO_SMALL"], answers["invalid"]) >= 3
    measured = [answer for answer in here if "measurements" in answer]
    shapes = {answer["faceShape"] for answer in measured}
    assert shapes == {None, *SHAPES}
    assert min(said("unlike", measured), said("Between", measured)) >= 3
    assert {answer["sizeBand"] for answer in measured} == {"narrow", "medium", "wide"}
    assert {len(answer["notes"]) for answer in measured} >= {2, 3, 4}
    assert {answer["scaleSource"] for answer in measured} == {"iris", "card", "pupillaryDistance"}


def said(word: str, answers: list[Answer]) -> int:
    """How many have it in their first note."""
    return sum(word in answer["notes"][0] for answer in answers)


def test_browser_and_server_agree(here: list[Answer], there: list[Answer]) -> None:
    differences = [difference(*each) for each in zip(here, there, strict=True)]
    print(f"\nlargest difference of {len(differences)} sets: {max(differences):.1e}")
    assert max(differences) <= CLOSE


def difference(ours: Any, theirs: Any) -> float:
    """The largest between two numbers; whatever is no number has to be the same."""
    if isinstance(ours, dict):
        assert ours.keys() == theirs.keys()
        return difference(list(ours.values()), [theirs[key] for key in ours])
    if isinstance(ours, list):
        return max((difference(*pair) for pair in zip(ours, theirs, strict=True)), default=0.0)
    if isinstance(ours, float):
        return abs(ours - theirs)
    assert ours == theirs
    return 0.0
