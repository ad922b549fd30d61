"""Waiting for the outside has an end, for one call and for all calls of a request."""

from time import sleep

import pytest

from shared.platform.patience import CALL_S, UNHURRIED, OutOfPatience, one_request, outside_call


def test_a_call_for_which_nobody_waits_is_given_more_time() -> None:
    for _ in range(3):
        with outside_call() as timeout_s:
            assert timeout_s == CALL_S * UNHURRIED
    with outside_call(longest_s=2) as timeout_s:
        assert timeout_s == 2 * UNHURRIED


def test_calls_of_one_request_share_its_budget() -> None:
    with one_request(budget_s=1.0):
        with outside_call(longest_s=0.3) as timeout_s:
            assert timeout_s == 0.3
            sleep(0.2)
        with outside_call(longest_s=5) as timeout_s:
            assert 0.5 < timeout_s <= 0.8


def test_only_waiting_is_counted() -> None:
    with one_request(budget_s=0.5):
        sleep(0.2)
        with outside_call(longest_s=5) as timeout_s:
            assert timeout_s == 0.5


def test_a_spent_budget_begins_no_further_call() -> None:
    with one_request(budget_s=0.1):
        with pytest.raises(TimeoutError), outside_call():
            sleep(0.1)
            raise TimeoutError
        with pytest.raises(OutOfPatience), outside_call():
            pass
    with one_request(budget_s=1), outside_call() as timeout_s:
        assert timeout_s == 1
