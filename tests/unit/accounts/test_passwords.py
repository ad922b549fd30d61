"""Passwords, and what looking one up gives away."""

from time import perf_counter

from shared.accounts.passwords import matches, password_hash


def _seconds(kept: str | None) -> float:
    started = perf_counter()
    assert not matches("wrong", kept)
    return perf_counter() - started


def test_it_takes_as_long_for_nobody_as_for_somebody() -> None:
    """B4: else the time would tell which addresses are known. The best of five each, so that a busy machine tells
    nothing either."""
    kept = password_hash("right")
    matches("wrong", None)  # makes the hash that stands for nobody
    nobody, somebody = (min(_seconds(each) for _ in range(5)) for each in (None, kept))
    assert nobody > somebody / 2
