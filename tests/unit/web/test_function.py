"""One request's way through a function."""

import json
from typing import Any

import pytest

from shared.platform.ports.documents import Missing, StoreUnavailable
from tests.support import KEY, ORIGIN, ask, data_of, error_of


def test_a_reply_is_wrapped_with_its_request_id(bench: Any) -> None:
    response = ask(bench.function, "GET", "/v1/ask?amount=3", key=KEY, headers={"X-Request-Id": "abc-1"})
    assert response.status_code == 200
    assert json.loads(response.get_data()) == {"data": {"client": "one", "amount": 3}, "meta": {"requestId": "abc-1"}}
    assert response.headers["X-Request-Id"] == "abc-1"


def test_a_trace_is_continued_and_echoed(bench: Any) -> None:
    """C8: the caller's trace id runs through."""
    caller = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
    response = ask(bench.function, "GET", "/v1/ask?amount=3", key=KEY, headers={"traceparent": caller})
    assert response.headers["traceparent"].split("-")[1] == "0af7651916cd43dd8448eb211c80319c"


@pytest.mark.parametrize("sent", ["", "nonsense", "00-" + "0" * 32 + "-b7ad6b7169203331-01"])
def test_a_trace_that_does_not_fit_the_standard_is_replaced(bench: Any, sent: str) -> None:
    response = ask(bench.function, "GET", "/v1/ask?amount=3", key=KEY, headers={"traceparent": sent})
    assert response.headers["traceparent"].split("-")[1] not in sent


def test_an_unknown_path_is_not_found(bench: Any) -> None:
    response = ask(bench.function, "GET", "/v1/nowhere", key=KEY)
    assert (response.status_code, error_of(response)["code"]) == (404, "NOT_FOUND")


def test_a_wrong_method_names_the_right_ones(bench: Any) -> None:
    response = ask(bench.function, "PUT", "/v1/ask", key=KEY)
    assert (response.status_code, error_of(response)["code"]) == (405, "METHOD_NOT_ALLOWED")
    assert {"GET", "POST"} <= set(response.headers["Allow"].split(", "))


def test_a_head_is_no_get_whose_answer_nobody_sees(bench: Any) -> None:
    response = ask(bench.function, "HEAD", "/v1/ask?amount=3", key=KEY)
    assert (response.status_code, "HEAD" in response.headers["Allow"]) == (405, False)


def test_a_picture_is_answered_as_it_is_and_kept_by_no_cache(bench: Any) -> None:
    response = ask(bench.function, "POST", "/v1/picture", key=KEY, json={"amount": 1})
    assert response.get_data() == b"\x01"
    assert response.headers["Content-Type"] == "image/webp"
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["X-Content-Type-Options"] == "nosniff"


def test_a_path_parameter_reaches_the_handler(bench: Any) -> None:
    assert data_of(ask(bench.function, "DELETE", "/v1/things/x-7", key=KEY))["client"] == "x-7"


def test_an_unforeseen_error_tells_the_caller_nothing_and_the_log_no_text(
    bench: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    """B11: any other code is generic."""
    bench.failure = RuntimeError("the shopper wrote: my secret")
    response = ask(bench.function, "POST", "/v1/ask", key=KEY, json={"amount": 1})
    assert (response.status_code, error_of(response)["code"]) == (500, "INTERNAL")
    assert "secret" not in response.get_data(as_text=True)
    logged = capsys.readouterr().out
    assert "RuntimeError" in logged
    assert "conftest.py" in logged
    assert "secret" not in logged


def test_a_store_that_is_away_is_said_with_when_to_come_back(bench: Any) -> None:
    bench.failure = StoreUnavailable()
    response = ask(bench.function, "POST", "/v1/ask", key=KEY, json={"amount": 1})
    assert (response.status_code, error_of(response)["code"]) == (503, "UNAVAILABLE")
    assert int(response.headers["Retry-After"]) > 0


def test_a_session_erased_meanwhile_is_not_found(bench: Any) -> None:
    bench.failure = Missing()
    assert error_of(ask(bench.function, "POST", "/v1/ask", key=KEY, json={"amount": 1}))["code"] == "NOT_FOUND"


def test_a_preflight_is_answered_without_a_key_and_only_for_known_sites(bench: Any) -> None:
    headers = {"Origin": ORIGIN, "Access-Control-Request-Method": "POST"}
    response = ask(bench.function, "OPTIONS", "/v1/ask", headers=headers)
    assert response.status_code == 204
    assert response.headers["Access-Control-Allow-Origin"] == ORIGIN
    assert "POST" in response.headers["Access-Control-Allow-Methods"]
    stranger = ask(bench.function, "OPTIONS", "/v1/ask", headers={**headers, "Origin": "https://evil.example"})
    assert "Access-Control-Allow-Origin" not in stranger.headers


def test_a_refusal_can_be_read_by_the_shops_own_page(bench: Any) -> None:
    response = ask(bench.function, "POST", "/v1/ask", key=KEY, headers={"Origin": ORIGIN}, json={})
    assert response.status_code == 422
    assert response.headers["Access-Control-Allow-Origin"] == ORIGIN
