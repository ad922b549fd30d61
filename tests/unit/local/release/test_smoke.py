"""The journey runs for real against the one-machine stack, says what fails, and leaves nothing behind."""

import json
import re
import urllib.error
import urllib.request
from typing import Any

import pytest

from local.demo import TRAINING
from local.release.__main__ import main
from local.release.smoke import Journey, smoke

STEPS = ["health", "key", "session", "chat", "recommendations", "erase"]


def steps(said: str) -> list[tuple[str, str]]:
    return [(line.split()[1], line.split()[0]) for line in said.splitlines()]


def test_the_journey_passes_on_a_running_stack(stack: Any, capsys: Any) -> None:
    """J8, J12: the shopper's journey as a smoke test."""
    assert smoke(stack.base_url, TRAINING.key)
    assert steps(capsys.readouterr().out) == [(step, "ok") for step in STEPS]


def test_nothing_of_the_journey_is_left(stack: Any, capsys: Any) -> None:
    smoke(stack.base_url, TRAINING.key)
    session = re.search(r"session (\S+-\S+)", capsys.readouterr().out)
    assert session
    asked = urllib.request.Request(f"{stack.base_url}/v1/privacy/sessions/{session[1]}")
    asked.add_header("X-API-Key", TRAINING.key)
    with pytest.raises(urllib.error.HTTPError) as refusal:
        urllib.request.urlopen(asked, timeout=10)
    assert refusal.value.code == 404
    assert json.loads(refusal.value.read())["error"]["code"] == "NOT_FOUND"


def test_a_wrong_key_fails_with_the_step_named(stack: Any, capsys: Any) -> None:
    assert not smoke(stack.base_url, "pk_wrong")
    said = capsys.readouterr().out
    assert steps(said) == [("health", "ok"), ("key", "FAILED")]
    assert "answered 401 UNAUTHORIZED" in said


def test_a_failing_step_still_erases_the_session(stack: Any, capsys: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("local.release.smoke.MESSAGE", "")
    assert not smoke(stack.base_url, TRAINING.key)
    assert steps(capsys.readouterr().out)[-2:] == [("chat", "FAILED"), ("erase", "ok")]


def test_an_answer_of_another_form_is_a_failure_not_a_crash(stack: Any, capsys: Any) -> None:
    """`/docs` and the shop answer 200 as well; a gateway that sends everything there must not pass."""
    assert not smoke(f"{stack.base_url}/shop", TRAINING.key)
    assert steps(capsys.readouterr().out) == [("health", "FAILED")]


def test_the_command_fails_where_nobody_answers(capsys: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SMOKE_KEY", "pk")
    assert main(["smoke", "--url", "http://127.0.0.1:9599"]) == 1
    assert "no usable answer" in capsys.readouterr().out


def test_reasons_that_do_not_add_up_are_found() -> None:
    class Wrong:
        def ask(self, method: str, path: str, body: object = None) -> Any:
            from local.release.shopper import Answer

            frame = {"productId": "p1", "score": 0.9, "reasons": [{"contribution": 0.5}]}
            return Answer(200, {"data": {"recommendations": [frame]}})

    with pytest.raises(Exception, match="the reasons for p1 do not add up"):
        Journey(Wrong()).recommendations()  # type: ignore[arg-type]
