"""The adapter against a stand-in that speaks the service's protocol, well and badly (D12)."""

from collections.abc import Iterator
from time import monotonic

import pytest

from shared.platform.adapters.vertex_language_model import VertexLanguageModel
from shared.platform.ports.language_model import (
    Content,
    ModelFailed,
    ModelMalformed,
    ModelRefused,
    ModelRequest,
    ModelUnavailable,
)
from shared.platform.vertex_settings import VertexSettings
from tests.vertex.standin import MALFORMED, StandIn, failing, malformed, prompt_of, says, slow

SCHEMA = {
    "type": "object",
    "required": ["reply"],
    "properties": {
        "reply": {"type": "string", "maxLength": 900},
        "productIds": {"type": "array", "maxItems": 4, "items": {"type": "string", "enum": ["a", "b"]}},
    },
}
REQUEST = ModelRequest(
    "You write.", (Content("user", "round"), Content("model", "yes"), Content("user", "gold")), SCHEMA
)


@pytest.fixture(scope="module")
def vertex() -> Iterator[StandIn]:
    with StandIn() as running:
        yield running


@pytest.fixture
def model(vertex: StandIn) -> VertexLanguageModel:
    vertex.asked.clear()
    vertex.answer = says("Gold it is.", ["a"])
    made = VertexLanguageModel(VertexSettings("p", model="gemini-2.5-flash", endpoint=vertex.url))
    made.generate(REQUEST, timeout_s=20)  # imports the library
    vertex.asked.clear()
    return made


def test_an_answer_comes_with_its_tokens(model: VertexLanguageModel) -> None:
    answered = model.generate(REQUEST, timeout_s=5)
    assert answered.answer["reply"] == "Gold it is."
    assert (answered.input_tokens, answered.output_tokens) == (300, 60)


def test_the_request_says_what_is_wanted(vertex: StandIn, model: VertexLanguageModel) -> None:
    model.generate(REQUEST, timeout_s=5)
    (asked,) = vertex.asked
    wanted = asked["generationConfig"]
    assert prompt_of(asked) == "You write.\nround\nyes\ngold"
    assert [content["role"] for content in asked["contents"]] == ["user", "model", "user"]
    assert wanted["responseMimeType"] == "application/json"
    assert wanted["thinkingConfig"] == {"thinkingBudget": 0}
    assert wanted["responseSchema"]["properties"]["productIds"]["items"]["enum"] == ["a", "b"]
    assert len(asked["safetySettings"]) == 4


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_busy_service_is_asked_once_more(vertex: StandIn, model: VertexLanguageModel, status: int) -> None:
    vertex.answer = failing(status, times=1, then=says("Gold.", []))
    assert model.generate(REQUEST, timeout_s=5).answer["reply"] == "Gold."
    vertex.answer = failing(status)
    vertex.asked.clear()
    with pytest.raises(ModelUnavailable):
        model.generate(REQUEST, timeout_s=5)
    assert len(vertex.asked) == 2


@pytest.mark.parametrize("status", [400, 403, 404])
def test_what_would_fail_again_is_not_asked_again(vertex: StandIn, model: VertexLanguageModel, status: int) -> None:
    vertex.answer = failing(status)
    with pytest.raises(ModelUnavailable) as raised:
        model.generate(REQUEST, timeout_s=5)
    assert len(vertex.asked) == 1
    assert "stand-in" not in str(raised.value)


def test_a_slow_service_is_not_waited_for(vertex: StandIn, model: VertexLanguageModel) -> None:
    vertex.answer = slow(3, says("late", []))
    began = monotonic()
    with pytest.raises(ModelUnavailable):
        model.generate(REQUEST, timeout_s=0.4)
    assert monotonic() - began < 1.0


def test_a_repetition_stays_within_the_time(vertex: StandIn, model: VertexLanguageModel) -> None:
    vertex.answer = slow(0.3, failing(503))
    began = monotonic()
    with pytest.raises(ModelUnavailable):
        model.generate(REQUEST, timeout_s=0.6)
    assert monotonic() - began < 1.0


def test_after_failures_in_a_row_nobody_waits(vertex: StandIn, model: VertexLanguageModel) -> None:
    vertex.answer = failing(403)
    for _ in range(3):
        with pytest.raises(ModelUnavailable):
            model.generate(REQUEST, timeout_s=5)
    vertex.asked.clear()
    with pytest.raises(ModelUnavailable, match="PAUSED"):
        model.generate(REQUEST, timeout_s=5)
    assert vertex.asked == []


@pytest.mark.parametrize("kind", sorted(set(MALFORMED) - {"wrong fields", "wrong types", "no reply"}))
def test_what_is_no_answer_is_named(vertex: StandIn, model: VertexLanguageModel, kind: str) -> None:
    vertex.answer = malformed(kind)
    refused = kind in {"safety", "recitation", "blocked prompt"}
    with pytest.raises(ModelRefused if refused else (ModelMalformed, ModelUnavailable)):
        model.generate(REQUEST, timeout_s=5)


def test_tokens_of_a_cut_off_answer_are_told(vertex: StandIn, model: VertexLanguageModel) -> None:
    vertex.answer = malformed("too long")
    with pytest.raises(ModelFailed) as raised:
        model.generate(REQUEST, timeout_s=5)
    assert raised.value.tokens == 360


def test_nobody_listening_is_unavailable() -> None:
    gone = VertexLanguageModel(VertexSettings("p", model="gemini-2.5-flash", endpoint="http://127.0.0.1:9"))
    with pytest.raises(ModelUnavailable):
        gone.generate(REQUEST, timeout_s=5)
