"""What is kept of a measured face, and the shopper's own word on it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from shared.faces.result import FaceResult, Pose, ShapeBasis
from shared.platform.tenant import ClientDocuments
from shared.platform.wiring import Platform
from shared.shopper.analyses import Analyses, AnalysisNotFound
from shared.shopper.collections import ANALYSES
from shared.shopper.consent import Consents
from shared.shopper.privacy import Privacy
from shared.shopper.session import Session, Sessions

FACE = FaceResult(
    shape="oval",
    probabilities={"heart": 0.1, "oblong": 0.1, "oval": 0.6, "round": 0.1, "square": 0.1},
    measurements={},
    size_band="medium",
    pose=Pose(1.0, 2.0, 3.0),
    shape_basis=ShapeBasis("sha256:plane", (0.123456, -1.0, 2.0, 0.5), 2.468),
)
DAY = timedelta(days=1)
Measured = Callable[..., str]


@pytest.fixture
def analyses(documents: ClientDocuments, sessions: Sessions, clock: Any, platform: Platform) -> Analyses:
    return Analyses(documents, sessions, clock, platform.new_id)


@pytest.fixture
def measured(analyses: Analyses, session: Session, clock: Any) -> Measured:
    """Stores a face of the session; the analysis id."""
    return lambda face=FACE: analyses.store(session, face, keep_until=clock() + DAY)


def _label(documents: ClientDocuments, analysis: str) -> Any:
    stored = documents.get(ANALYSES, analysis)
    assert stored is not None
    return stored.body.get("label")


def test_what_a_refit_needs_lies_with_the_analysis_alone(
    documents: ClientDocuments, measured: Measured, session: Session
) -> None:
    stored, of_session = documents.get(ANALYSES, measured()), documents.get("sessions", session.session_id)
    assert stored is not None and of_session is not None
    basis = {"plane": "sha256:plane", "coordinates": [0.12, -1.0, 2.0, 0.5], "distance": 2.47}
    assert stored.body["shapeBasis"] == basis
    assert "shapeBasis" not in of_session.body["face"]


def test_a_correction_is_a_label_beside_the_first_answer(
    documents: ClientDocuments, analyses: Analyses, measured: Measured, clock: Any
) -> None:
    analysis = measured()
    assert _label(documents, analysis) is None
    at = clock()
    analyses.correct(analysis, "round")
    label = _label(documents, analysis)
    assert (label["shape"], label["answered"]) == ("round", "oval")
    assert label["at"].startswith(at.isoformat()[:19])


def test_not_sure_is_a_first_answer_too(documents: ClientDocuments, analyses: Analyses, measured: Measured) -> None:
    analysis = measured(replace(FACE, shape=None))
    analyses.correct(analysis, "round")
    assert _label(documents, analysis)["answered"] is None


def test_the_last_word_counts_and_the_first_answer_stays(
    documents: ClientDocuments, analyses: Analyses, measured: Measured
) -> None:
    analysis = measured()
    for shape in ("round", "heart"):
        analyses.correct(analysis, shape)
    label = _label(documents, analysis)
    assert (label["shape"], label["answered"]) == ("heart", "oval")


def test_the_same_word_again_changes_nothing(
    documents: ClientDocuments, analyses: Analyses, measured: Measured, clock: Any
) -> None:
    analysis = measured()
    analyses.correct(analysis, "round")
    before = _label(documents, analysis)
    clock.forward(minutes=5)
    analyses.correct(analysis, "round")
    assert _label(documents, analysis) == before


def test_the_shopper_sees_the_label_and_erases_it(
    documents: ClientDocuments,
    analyses: Analyses,
    measured: Measured,
    session: Session,
    clock: Any,
    platform: Platform,
) -> None:
    analysis = measured()
    analyses.correct(analysis, "round")
    privacy = Privacy(documents, clock, platform.new_id)
    [shown] = privacy.kept(session.session_id)["analyses"]
    assert (shown["label"]["shape"], shown["shapeBasis"]["distance"]) == ("round", 2.47)
    privacy.erase(session.session_id)
    assert documents.get(ANALYSES, analysis) is None


def test_a_withdrawal_takes_the_label_along(
    documents: ClientDocuments,
    sessions: Sessions,
    analyses: Analyses,
    measured: Measured,
    session: Session,
    clock: Any,
    platform: Platform,
) -> None:
    analysis = measured()
    analyses.correct(analysis, "round")
    Consents(documents, sessions, clock, platform.new_id).withdraw(session, version="1", retention=DAY)
    assert documents.get(ANALYSES, analysis) is None


def test_a_word_that_comes_during_a_withdrawal_brings_no_face_back(
    documents: ClientDocuments, sessions: Sessions, analyses: Analyses, measured: Measured, session: Session
) -> None:
    analysis = measured()
    sessions.update(session.session_id, {"face": None})  # its first step; the analysis is erased after it
    with pytest.raises(AnalysisNotFound):
        analyses.correct(analysis, "round")
    assert sessions.get(session.session_id).face is None
    assert _label(documents, analysis) is None
