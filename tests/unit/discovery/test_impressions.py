"""An impression says what was shown, why, and by what the ranking went."""

from datetime import UTC, datetime, timedelta

from shared.discovery.impressions import impression
from shared.discovery.tuning import Tuning
from shared.discovery.wishes import Wishes
from tests.unit.discovery.frames import Stock, frame

NOW = datetime(2026, 11, 22, tzinfo=UTC)


def test_it_holds_rank_score_terms_variant_and_the_factors_of_its_terms() -> None:
    """C5, D14: contributions add up to the score, and can be told from what was learnt."""
    shown = Stock([frame("a"), frame("b", popularity=0.9)]).rank(Wishes(), None, limit=2).items
    tuning = Tuning({"popularity": 1.5, "boost": 1.0, "price": 0.7}, {}, "learnt")
    logged = impression(
        "i", "s", shown, source="chat", tuning=tuning, at=NOW, keep_until=NOW + timedelta(days=1)
    ).body
    assert (logged["variant"], logged["factors"]) == ("learnt", {"popularity": 1.5})
    assert [item["rank"] for item in logged["items"]] == [1, 2]
    assert all(abs(sum(item["terms"].values()) - item["score"]) < 1e-9 for item in logged["items"])
