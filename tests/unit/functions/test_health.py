"""What the health check says."""

import json
from dataclasses import replace

from functions.health.main import function as health
from shared.platform.settings import OFF
from shared.platform.wiring import Platform, connect
from tests.support import ask


def _asked(platform: Platform) -> dict[str, object]:
    health.__dict__.update(_platform=platform)
    health.__dict__.pop("_guards", None)
    response = ask(health, "GET", "/v1/health")
    assert response.status_code == 200
    found: dict[str, object] = json.loads(response.get_data())
    return found


def test_it_says_whether_words_are_understood_by_their_meaning(platform: Platform) -> None:
    assert _asked(platform)["embeddings"] == "ready"


def test_without_a_model_it_says_that_the_lexicon_alone_is_asked_and_all_is_well(platform: Platform) -> None:
    off = connect(replace(platform.settings, embedding_model=OFF))
    answer = _asked(off)
    assert answer["status"] == "ok"
    assert answer["embeddings"] == "slot-only: EMBEDDING_MODEL is off"
