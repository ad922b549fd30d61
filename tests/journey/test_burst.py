"""A thousand requests at once: the flooding shop is told to wait, its neighbour does not notice."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

from tests.journey.shop import OTHER_KEY, Shop


def test_a_burst_is_limited_and_the_neighbour_unaffected(stack: Any) -> None:
    """B13."""
    flood, neighbour = Shop(stack.base_url), Shop(stack.base_url, OTHER_KEY)
    with ThreadPoolExecutor(16) as pool:
        flooding = [pool.submit(flood.ask, "GET", "/v1/auth/verify") for _ in range(1000)]
        beside = [neighbour.ask("GET", "/v1/auth/verify").status for _ in range(30)]
        answers = [request.result() for request in flooding]
    refused = [answer for answer in answers if answer.status == 429]
    assert {answer.status for answer in answers} == {200, 429}
    assert refused
    assert all(answer.code == "RATE_LIMITED" and int(answer.headers["Retry-After"]) >= 1 for answer in refused)
    assert beside == [200] * 30
