"""A service that has just not answered is left alone for a while."""

from shared.platform.adapters.breaker import Breaker


def test_after_a_failure_one_caller_in_each_pause_tries() -> None:
    seconds = [100.0]
    breaker = Breaker(pause_s=3, seconds=lambda: seconds[0])
    assert breaker.lets_through() and breaker.lets_through()
    breaker.failed()
    assert not breaker.lets_through()
    seconds[0] += 3
    assert [breaker.lets_through() for _ in range(3)] == [True, False, False]
    seconds[0] += 2.9
    assert not breaker.lets_through()
    seconds[0] += 0.1
    assert breaker.lets_through()


def test_a_success_lets_all_through_again() -> None:
    seconds = [0.0]
    breaker = Breaker(pause_s=3, seconds=lambda: seconds[0])
    breaker.failed()
    seconds[0] += 3
    assert breaker.lets_through()
    breaker.succeeded()
    assert breaker.lets_through() and breaker.lets_through()


def test_several_failures_in_a_row_may_be_borne() -> None:
    breaker = Breaker(pause_s=3, seconds=lambda: 0.0, failures=2)
    breaker.failed()
    assert breaker.lets_through()
    breaker.succeeded()
    breaker.failed()
    assert breaker.lets_through()
    breaker.failed()
    assert not breaker.lets_through()
