"""What a merchant sets in the admin API shows in the widget, without code. One visit: settings are kept for 15 s."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.steps import Visit, open_list
from tests.browser.widget import Widget
from tests.conftest import Stack, served

ACCENT = "#8A1C4A"


@pytest.fixture(scope="module")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """Of its own: what is set here would show in other tests."""
    with served(tmp_path_factory.mktemp("stack")) as running:
        yield running


def test_features_that_are_off_vanish_and_branding_is_worn(visit: Visit) -> None:
    """A4, A9: the chat and the mirror go, their routes refuse, and the shop's own colour and corners are there."""
    watched = open_list(visit)
    watched.refusals_expected = True
    page = watched.page
    change_settings(page, {"chat": False, "virtualTryOn": False}, {"accent": ACCENT, "radiusPx": 3})
    with page.expect_response("**/v1/ai/session/start") as started:
        widget = Widget.opened(page)
    session = started.value.json()["data"]
    assert session["config"]["branding"]["accent"] == ACCENT
    expect(widget.panel.locator("#step-frames")).to_be_visible()
    assert widget.panel.locator("#step-ask, #step-mirror").count() == 0
    way = widget.panel.locator(".way.main")
    assert way.evaluate("(way) => getComputedStyle(way).backgroundColor") == "rgb(138, 28, 74)"
    assert way.evaluate("(way) => getComputedStyle(way).borderRadius") == "3px"
    widget.step("frames")
    expect(widget.panel.locator(".card").first).to_be_visible()
    assert widget.button("See it on me").count() == 0
    refused = page.request.post(
        "/v1/ai/chat",
        headers={"X-API-Key": "pk_demo_training"},
        data={"sessionId": session["sessionId"], "message": "Something round, please"},
    )
    assert (refused.status, refused.json()["error"]["code"]) == (403, "FEATURE_DISABLED")


def change_settings(page: Page, features: dict[str, bool], branding: dict[str, object]) -> None:
    known = {"email": "admin@demo.example", "password": "demo-admin-2026"}
    token = page.request.post("/v1/auth/login", data=known).json()["data"]["accessToken"]
    answer = page.request.patch(
        "/v1/admin/clients/training-client/settings",
        headers={"Authorization": f"Bearer {token}"},
        data={"features": features, "branding": branding},
    )
    assert answer.ok, answer.text()
