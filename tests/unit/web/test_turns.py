"""Answers of one session come one after the other, and none waits without end for its turn."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest

from shared.platform.patience import one_request
from shared.platform.ports.documents import Stale
from shared.web.errors import ApiError
from shared.web.turns import ATTEMPTS, in_turn


def test_an_answer_that_finds_the_session_changed_is_made_again() -> None:
    tries: list[int] = []

    def answer() -> str:
        tries.append(1)
        if len(tries) < 3:
            raise Stale("changed")
        return "done"

    assert in_turn("s", answer) == "done"
    assert len(tries) == 3


def test_a_session_that_never_rests_is_a_conflict() -> None:
    tries: list[int] = []

    def answer() -> None:
        tries.append(1)
        raise Stale("changed")

    with pytest.raises(ApiError, match="busy") as refused:
        in_turn("s", answer)
    assert (refused.value.code, len(tries)) == ("CONFLICT", ATTEMPTS)


def test_nobody_waits_for_a_turn_longer_than_the_request_may() -> None:
    begun, over = Event(), Event()

    def hold() -> None:
        begun.set()
        over.wait(10)

    with ThreadPoolExecutor(1) as other:
        holding = other.submit(in_turn, "s", hold)
        begun.wait(10)
        try:
            with one_request(budget_s=0.2), pytest.raises(ApiError) as refused:
                in_turn("s", lambda: None)
            assert refused.value.code == "UNAVAILABLE"
        finally:
            over.set()
        holding.result(10)
    assert in_turn("s", lambda: "free again") == "free again"
