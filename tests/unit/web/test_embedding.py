"""B3: the key is held to the page that the widget's panel stands in, and no page can pass for another."""

from dataclasses import replace
from typing import Any

import pytest

from shared.accounts.directory import Directory
from shared.platform.wiring import Platform
from shared.web.embedding import HEADER, page_of
from tests.support import KEY, ORIGIN, ask, client, error_of
from tests.unit.web.conftest import Bench

WIDGET, EVIL = "https://widget.example", "https://evil.example"
PATH = "/v1/ask?amount=1"


@pytest.fixture
def function(platform: Platform) -> Any:
    return Bench(replace(platform, settings=replace(platform.settings, widget_origin=WIDGET))).function


def called(function: Any, **headers: str) -> Any:
    names = {"origin": "Origin", "standing_in": HEADER}
    return ask(function, "GET", PATH, key=KEY, headers={names[name]: value for name, value in headers.items()})


@pytest.mark.parametrize("headers", [{"origin": WIDGET, "standing_in": ORIGIN}, {"standing_in": ORIGIN}, {}])
def test_the_panel_in_its_shops_page_is_served(function: Any, headers: dict[str, str]) -> None:
    """Without an origin where the browser leaves it out, since panel and API have one; without both, no browser."""
    assert called(function, **headers).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": EVIL, "standing_in": ORIGIN},  # its own call, with a good shop's name
        {"origin": "null", "standing_in": ORIGIN},  # the same out of a sandbox
        {"origin": WIDGET, "standing_in": EVIL},  # the panel in its page
        {"standing_in": EVIL},
        {"origin": WIDGET, "standing_in": "null"},
        {"origin": WIDGET, "standing_in": ""},
        {"standing_in": ""},
        {"origin": WIDGET, "standing_in": f"{ORIGIN},{EVIL}"},
        {"origin": WIDGET, "standing_in": f"{ORIGIN}/"},
        {"origin": WIDGET, "standing_in": ORIGIN.upper()},
        {"origin": WIDGET, "standing_in": f"{ORIGIN}.evil.example"},
        {"origin": WIDGET, "standing_in": "x" * 100_000},
        {"origin": WIDGET, "standing_in": "магазин".encode().decode("latin-1")},
        {"origin": f"{WIDGET}.evil.example", "standing_in": ORIGIN},
        {"origin": WIDGET, "standing_in": WIDGET},
    ],
)
def test_whoever_is_not_in_a_page_of_the_shop_is_refused(function: Any, headers: dict[str, str]) -> None:
    response = called(function, **headers)
    assert (response.status_code, error_of(response)["code"]) == (403, "FORBIDDEN")
    assert "x" * 100 not in error_of(response)["message"]


def test_a_shops_own_page_needs_not_say_it_twice_and_cannot_say_otherwise(function: Any) -> None:
    """For pages of the shop that call by themselves the browser's word stands, whatever they add."""
    assert called(function, origin=ORIGIN).status_code == 200
    assert called(function, origin=ORIGIN, standing_in=EVIL).status_code == 200


def test_a_panel_that_does_not_say_where_it_stands_is_told_to(function: Any) -> None:
    response = called(function, origin=WIDGET)
    assert response.status_code == 403
    assert HEADER in error_of(response)["message"]


def test_where_shop_and_widget_are_one_site_it_needs_not_say_so(function: Any, platform: Platform) -> None:
    """The demo on one machine."""
    Directory(platform.documents, platform.clock).save(client("one", allowed_origins=(WIDGET,)))
    assert called(function, origin=WIDGET).status_code == 200
    assert called(function, origin=WIDGET, standing_in=WIDGET).status_code == 200
    assert called(function, origin=WIDGET, standing_in=EVIL).status_code == 403


def test_another_shops_key_does_not_work_in_this_shops_page(function: Any, platform: Platform) -> None:
    Directory(platform.documents, platform.clock).save(client("one", allowed_origins=("https://other.example",)))
    assert called(function, origin=WIDGET, standing_in=ORIGIN).status_code == 403


def test_no_origin_is_the_widgets_where_none_is_known() -> None:
    assert page_of(EVIL, ORIGIN, None) == EVIL
    assert page_of(None, None, None) is None


def test_the_panel_reads_the_answers_and_may_send_the_header(function: Any) -> None:
    """Refusals too: the panel says in words why it does not start."""
    for standing_in in (ORIGIN, EVIL):
        answer = called(function, origin=WIDGET, standing_in=standing_in)
        assert answer.headers["Access-Control-Allow-Origin"] == WIDGET
    preflight = ask(function, "OPTIONS", "/v1/ask", headers={"Origin": WIDGET})
    assert preflight.headers["Access-Control-Allow-Origin"] == WIDGET
    assert HEADER in preflight.headers["Access-Control-Allow-Headers"].split(", ")


def test_the_page_around_the_panel_reads_nothing_by_being_named(function: Any) -> None:
    assert "Access-Control-Allow-Origin" not in called(function, origin=EVIL, standing_in=ORIGIN).headers
