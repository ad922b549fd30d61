"""From a request to checked input."""

import io
from typing import Any

import pytest

from tests.support import KEY, ask, data_of, error_of


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b"\xff\xfe", b'{"amount": 1', b"[" * 100_0])
def test_what_is_no_json_object_is_refused(bench: Any, body: bytes) -> None:
    response = ask(bench.function, "POST", "/v1/ask", key=KEY, data=body, content_type="application/json")
    assert (response.status_code, error_of(response)["code"]) == (422, "INVALID_REQUEST")


@pytest.mark.parametrize("kind", ["text/plain", "application/xml", "multipart/form-data; boundary=x"])
def test_another_content_type_is_unsupported(bench: Any, kind: str) -> None:
    response = ask(bench.function, "POST", "/v1/ask", key=KEY, data=b'{"amount": 1}', content_type=kind)
    assert (response.status_code, error_of(response)["code"]) == (415, "UNSUPPORTED_MEDIA_TYPE")


def test_a_body_over_the_routes_limit_is_too_large(bench: Any) -> None:
    response = ask(bench.function, "POST", "/v1/ask", key=KEY, data=b" " * 2000, content_type="application/json")
    assert (response.status_code, error_of(response)["code"]) == (413, "PAYLOAD_TOO_LARGE")


def test_a_body_of_unknown_length_is_held_to_the_limit_too(bench: Any) -> None:
    response = ask(
        bench.function,
        "POST",
        "/v1/ask",
        key=KEY,
        input_stream=io.BytesIO(b" " * 2000),
        content_type="application/json",
        environ_overrides={"wsgi.input_terminated": True},
    )
    assert error_of(response)["code"] == "PAYLOAD_TOO_LARGE"


def test_each_wrong_field_is_named_and_nothing_is_echoed(bench: Any) -> None:
    response = ask(bench.function, "POST", "/v1/ask", key=KEY, json={"amount": "my secret", "sessionId": "a b"})
    assert {detail["field"] for detail in error_of(response)["details"]} == {"amount", "sessionId"}
    assert "secret" not in response.get_data(as_text=True)


def test_a_query_is_checked_like_a_body(bench: Any) -> None:
    response = ask(bench.function, "GET", "/v1/ask?amount=99", key=KEY)
    assert [detail["field"] for detail in error_of(response)["details"]] == ["amount"]


def test_a_form_brings_its_file_and_fields(bench: Any) -> None:
    form = {"sessionId": "s", "image": (io.BytesIO(b"12345"), "me.jpg")}
    assert data_of(ask(bench.function, "POST", "/v1/upload", key=KEY, data=form))["amount"] == 5


def test_a_form_without_its_file_says_so(bench: Any) -> None:
    response = ask(
        bench.function, "POST", "/v1/upload", key=KEY, data={"sessionId": "s", "other": (io.BytesIO(b"1"), "x")}
    )
    assert [detail["field"] for detail in error_of(response)["details"]] == ["image"]


def test_a_broken_form_is_refused(bench: Any) -> None:
    response = ask(
        bench.function, "POST", "/v1/upload", key=KEY, data=b"no form", content_type="multipart/form-data; boundary=x"
    )
    assert error_of(response)["code"] == "INVALID_REQUEST"


def test_a_form_with_endless_fields_is_refused(bench: Any) -> None:
    form = {f"field{number}": "x" for number in range(30)}
    response = ask(bench.function, "POST", "/v1/upload", key=KEY, data=form, content_type="multipart/form-data")
    assert error_of(response)["code"] in {"INVALID_REQUEST", "PAYLOAD_TOO_LARGE"}
