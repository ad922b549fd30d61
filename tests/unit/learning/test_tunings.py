"""A session is given what its shop has learnt; whatever happens, it is given something."""

import time
from datetime import timedelta
from typing import Any

from shared.discovery.tuning import Tuning
from shared.learning.experiments import Arm, Experiment, Experiments
from shared.learning.tunings import KeptTunings, Tunings
from shared.platform.ports.documents import Document, StoreUnavailable
from shared.platform.tenant import ClientDocuments
from tests.unit.learning.shop import PlayedShop

RANKED = [("a", {"fit": 0.4, "face": 0.1}), ("c", {"fit": 0.2, "face": 0.25})]


def _taught(shop: PlayedShop) -> PlayedShop:
    for _ in range(10):
        session = shop.session()
        shop.show(session, RANKED)
        shop.act(session, ("purchase", "c"))
    return shop


def _is_default(tuning: Tuning) -> bool:
    return not tuning.factors and not tuning.popularity and tuning.variant == "default"


class _Away(ClientDocuments):
    def get_many(self, collection: str, ids: Any) -> list[Document]:
        raise StoreUnavailable("away")


def test_a_shop_without_shoppers_has_the_default(shop: PlayedShop) -> None:
    assert _is_default(shop.tunings().of(shop.session().session_id))


def test_what_was_learnt_is_given_and_named(shop: PlayedShop) -> None:
    tuning = _taught(shop).tunings().of(shop.session().session_id)
    assert tuning.variant == "learnt"
    assert tuning.factors["face"] > 1
    assert tuning.popularity["c"] > 0.5


def test_sessions_held_out_have_the_default_ranking(shop: PlayedShop) -> None:
    """D14."""
    tuning = _taught(shop).tunings().of(shop.session(held=True).session_id)
    assert (tuning.factors, tuning.popularity, tuning.variant) == ({}, {}, "holdout")


def test_it_is_read_once_a_minute(shop: PlayedShop, clock: Any) -> None:
    tunings, session = shop.tunings(), shop.session().session_id
    before = tunings.of(session)
    _taught(shop)
    assert tunings.of(session) is before
    clock.now += timedelta(seconds=61)
    assert tunings.of(session) is before  # read beside the request
    deadline = time.monotonic() + 5
    while tunings.of(session) is before and time.monotonic() < deadline:
        time.sleep(0.01)
    assert tunings.of(session).variant == "learnt"


def test_an_instance_that_has_slept_reads_before_it_answers(shop: PlayedShop, clock: Any) -> None:
    tunings, session = shop.tunings(), shop.session().session_id
    assert tunings.of(session).variant == "default"
    _taught(shop)
    clock.now += timedelta(hours=1)
    assert tunings.of(session).variant == "learnt"


def test_a_shop_never_sees_what_another_has_learnt(shop: PlayedShop, platform: Any, clock: Any) -> None:
    kept = KeptTunings()
    session = _taught(shop).session().session_id
    assert Tunings(shop.documents, clock, kept).of(session).variant == "learnt"
    assert _is_default(Tunings(ClientDocuments(platform.documents, "two"), clock, kept).of(session))


def test_a_store_that_is_away_leaves_what_was_kept_or_the_default(
    shop: PlayedShop, platform: Any, clock: Any
) -> None:
    kept, session = KeptTunings(), _taught(shop).session().session_id
    away = _Away(platform.documents, "one")
    assert _is_default(Tunings(away, clock, KeptTunings()).of(session))
    learnt = Tunings(shop.documents, clock, kept).of(session)
    clock.now += timedelta(hours=5)
    assert Tunings(away, clock, kept).of(session) is learnt


def test_nonsense_in_the_store_is_no_fault_of_the_shopper(shop: PlayedShop) -> None:
    shop.documents.create("learning", "one:popularity:00", {"tallies": "{not json"})
    assert _is_default(shop.tunings().of(shop.session().session_id))


def test_an_experiment_takes_its_share_and_names_the_arm(shop: PlayedShop, clock: Any) -> None:
    arms = (Arm(name="as-learnt"), Arm(name="faces", factors={"faceShape": 1.5}))
    begins = clock() - timedelta(days=1)
    trial = Experiment(name="faces-first", share=0.5, begins=begins, ends=clock() + timedelta(days=1), arms=arms)
    Experiments(_taught(shop).documents).save((trial,))
    tunings = shop.tunings()
    given = [tunings.of(shop.session().session_id) for _ in range(60)]
    by_variant = {tuning.variant: tuning for tuning in given}
    assert by_variant.keys() == {"learnt", "faces-first:as-learnt", "faces-first:faces"}
    assert by_variant["faces-first:faces"].factors == {"faceShape": 1.5}
    assert by_variant["faces-first:as-learnt"].factors == by_variant["learnt"].factors
    assert by_variant["faces-first:faces"].popularity == by_variant["learnt"].popularity
    clock.now += timedelta(days=2)
    assert {tunings.of(shop.session().session_id).variant for _ in range(20)} == {"learnt"}
