"""The ranking is fitted to what shoppers chose, and replaced only by a surely better one."""

from typing import Any

import pytest

from local.training.ranking import clients, gained, main, train, trained
from local.training.ranking_log import logged, parts
from shared.learning.adoption import adopt
from shared.learning.learnt import learnt
from shared.learning.records import LEARNING, sums_id
from shared.learning.rules import RULES
from shared.learning.sums import Outcome, Sums
from shared.learning.tunings import KeptTunings, Tunings
from shared.platform.tenant import ClientDocuments
from shared.platform.wiring import Platform
from tests.unit.local.training.ranking_shop import WEIGHTS, log_visits

FACES = {"faceShape": 1.0}


def test_shoppers_with_a_taste_teach_it_and_the_figures_rise(documents: ClientDocuments, clock: Any) -> None:
    """D14."""
    log_visits(documents, 700, FACES)
    done = trained(documents, clock)
    assert not isinstance(done, str)
    assert done.kept is None
    assert done.factors["faceShape"] == max(done.factors.values()) > 1.3
    assert done.new.ndcg > done.old.ndcg + 0.02
    assert done.new.click_rate > done.old.click_rate
    assert 0 < done.new.coverage <= 1
    assert done.new.diversity is not None


def test_what_is_better_is_adopted_and_read_by_the_ranking(documents: ClientDocuments, clock: Any) -> None:
    """D14."""
    log_visits(documents, 700, FACES)
    said = train(documents, clock, dry_run=True)
    assert "would replace" in said
    assert learnt(documents).trained.factors == {}
    said = train(documents, clock, dry_run=False)
    assert "nDCG@5" in said
    assert "in use" in said
    tuning = Tunings(documents, clock, KeptTunings()).of("visit-00001")
    assert tuning.factors["faceShape"] > 1.3
    assert "boost" not in tuning.factors


def test_the_same_again_replaces_nothing(documents: ClientDocuments, clock: Any) -> None:
    log_visits(documents, 700, FACES)
    train(documents, clock, dry_run=False)
    assert "stay as they are" in train(documents, clock, dry_run=False)
    assert learnt(documents).trained.era == 1


def test_being_shown_first_is_no_merit(documents: ClientDocuments, clock: Any) -> None:
    """D14: clicks that follow the place alone change nothing."""
    log_visits(documents, 900, {}, looking=RULES["choice"]["positionExponent"])
    done = trained(documents, clock)
    assert not isinstance(done, str)
    assert done.kept is not None
    assert "stay as they are" in train(documents, clock, dry_run=False)
    assert learnt(documents).trained.era == 0


def test_too_little_is_said_plainly(documents: ClientDocuments, clock: Any) -> None:
    assert "Too little to learn from: 0 sessions" in train(documents, clock, dry_run=False)
    log_visits(documents, 60, FACES)
    assert "200 are needed" in train(documents, clock, dry_run=False)


def test_no_session_is_fitted_to_and_judged_by(documents: ClientDocuments) -> None:
    log_visits(documents, 100, FACES)
    learning, judging = parts(logged(documents).seen, 0.3)
    assert {seen.session_id for seen in learning} & {seen.session_id for seen in judging} == set()
    assert len({seen.session_id for seen in judging}) == 30
    assert max(seen.at for seen in learning) < min(seen.at for seen in judging)


def test_factors_in_force_when_it_was_logged_are_taken_out(documents: ClientDocuments) -> None:
    log_visits(documents, 3, FACES, factors={"faceShape": 2.0})
    log = logged(documents)
    column = log.names.index("faceShape")
    assert all(0 <= value <= WEIGHTS["faceShape"] for seen in log.seen for value in seen.terms[:, column])


def test_factors_stay_within_the_bounds(documents: ClientDocuments, clock: Any) -> None:
    log_visits(documents, 500, FACES, sharpness=80)
    done = trained(documents, clock)
    assert not isinstance(done, str)
    assert all(0.5 <= factor <= 2 for factor in done.factors.values())


def test_trained_factors_stay_within_the_bounds_and_begin_an_era(documents: ClientDocuments) -> None:
    first = adopt(documents, {"faceShape": 9.0})
    assert (first.era, first.factors) == (1, {"faceShape": 2.0})
    assert adopt(documents, {"faceShape": 1.1}).era == 2


def test_what_learning_gains_is_said_once_there_is_something_to_compare(documents: ClientDocuments) -> None:
    """D14, H38."""
    assert gained(documents) == ""
    outcomes = {"learnt": Outcome(950, 380, 48), "holdout": Outcome(50, 10, 2)}
    documents.create(LEARNING, sums_id("one", 0), Sums(outcomes=outcomes).to_body())
    assert "chose +20.0 (+6.6 to +29.3), bought +1.1 (-8.5 to +4.4)" in gained(documents)


def test_every_shop_is_trained_from_the_command_line(
    platform: Platform, documents: ClientDocuments, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    log_visits(documents, 700, FACES)
    monkeypatch.setattr("local.training.ranking.platform", lambda: platform)
    monkeypatch.setattr("sys.argv", ["ranking"])
    main()
    said = capsys.readouterr().out
    assert list(clients(platform.documents)) == ["one", "two"]
    assert said.index("one\n") < said.index("nDCG@5") < said.index("two\n") < said.index("Too little")
