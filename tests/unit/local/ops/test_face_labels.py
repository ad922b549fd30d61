"""Corrected face shapes, read for a refit."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from local.ops.face_labels import face_labels
from shared.accounts.directory import Directory
from shared.faces.result import FaceResult, FaceShape, Pose, ShapeBasis
from shared.platform.tenant import ClientDocuments
from shared.platform.wiring import Platform
from shared.shopper.analyses import Analyses
from shared.shopper.collections import ANALYSES
from shared.shopper.session import Session, Sessions
from tests.support import SteppedClock, client

FACE = FaceResult(
    shape="oval",
    probabilities={"heart": 0.1, "oblong": 0.1, "oval": 0.6, "round": 0.1, "square": 0.1},
    measurements={},
    size_band="medium",
    pose=Pose(1.0, 2.0, 3.0),
    shape_basis=ShapeBasis("sha256:plane", (0.123, -1.0, 2.0, 0.5), 2.5),
)
Start = Callable[[], Session]
Correct = Callable[..., str]


@pytest.fixture
def correct(documents: ClientDocuments, live: Platform, clock: SteppedClock) -> Correct:
    """Measures a session's face anew and, with a shape, corrects it; the analysis id."""

    def correct(
        session: Session, shape: FaceShape | None, face: FaceResult = FACE, of: ClientDocuments = documents
    ) -> str:
        clock.forward(minutes=1)
        analyses = Analyses(of, Sessions(of, clock, live.new_id), clock, live.new_id)
        analysis = analyses.store(session, face, keep_until=clock() + timedelta(days=1))
        if shape:
            analyses.correct(analysis, shape)
        return analysis

    return correct


def _read(live: Platform) -> list[dict[str, Any]]:
    return [json.loads(line) for line in face_labels(live.documents)]


def test_a_label_says_what_a_refit_needs_and_nothing_of_who(live: Platform, start: Start, correct: Correct) -> None:
    correct(start(), "round")
    correct(start(), None)
    basis = {"plane": "sha256:plane", "coordinates": [0.12, -1.0, 2.0, 0.5], "distance": 2.5}
    assert _read(live) == [{"shape": "round", "answered": "oval", **basis}]


def test_a_session_counts_once_with_its_last_word(live: Platform, start: Start, correct: Correct) -> None:
    session = start()
    for shape in ("round", "heart", "square"):
        correct(session, shape)
    correct(session, None)
    assert [label["shape"] for label in _read(live)] == ["square"]


def test_labels_come_from_every_shop(live: Platform, start: Start, correct: Correct, clock: SteppedClock) -> None:
    Directory(live.documents, live.clock).save(client("two"))
    theirs = ClientDocuments(live.documents, "two")
    day = timedelta(days=1)
    session = Sessions(theirs, clock, live.new_id).start(user_id="else", platform="html", lifetime=day, retention=day)
    correct(session, "heart", of=theirs)
    correct(start(), "round")
    assert [label["shape"] for label in _read(live)] == ["heart", "round"]


def test_their_order_does_not_tell_when(live: Platform, start: Start, correct: Correct) -> None:
    for shape in ("square", "heart", "round"):
        correct(start(), shape)
    assert [label["shape"] for label in _read(live)] == ["heart", "round", "square"]


def test_an_analysis_without_a_basis_teaches_nothing(
    live: Platform, start: Start, correct: Correct, documents: ClientDocuments
) -> None:
    analysis = correct(start(), "round", FaceResult("oval", FACE.probabilities, {}, "medium", FACE.pose))
    stored = documents.get(ANALYSES, analysis)
    assert stored is not None and stored.body["label"]["shape"] == "round"
    assert _read(live) == []


def test_an_erased_shoppers_label_is_gone(
    live: Platform, start: Start, correct: Correct, erase: Callable[[Session], str]
) -> None:
    session = start()
    correct(session, "round")
    erase(session)
    assert _read(live) == []
