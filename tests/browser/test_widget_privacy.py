"""A whole journey, ninety seconds long, with every request recorded."""

import json
import time
from urllib.parse import urlsplit

from playwright.sync_api import Page, expect

from tests.browser.devices import DESKTOP
from tests.browser.steps import Visit, open_list
from tests.browser.widget import CAMERA, Widget, recorded

JOURNEY_S, LIVE_S = 90, 10  # newer versions of the engine first call home after a minute
PICTURES = (b"\xff\xd8\xff", b"\x89PNG", b"RIFF", b"data:image", b"/9j/", b"iVBORw0")
FINER_THAN_NUMBERS = 60_000  # bytes; 478 landmarks are about 30 kB of JSON


def test_no_foreign_host_and_no_picture_in_ninety_seconds(visit: Visit) -> None:
    """A2, C7, on a desktop: mirror, comparison, picture, basket, chat; only numbers and words leave the device."""
    begun = time.monotonic()
    watched = open_list(visit, device={**DESKTOP, **CAMERA})
    page = watched.page
    sent = recorded(page.context)
    widget = Widget.opened(page)
    widget.measure_by_camera()
    cards = widget.see_frames()
    cards.nth(1).get_by_role("button", name="Keep").click()
    widget.wear(cards.first, "3D model")
    widget.is_drawn()
    widget.button("Camera").click()
    expect(widget.button("Camera")).to_have_attribute("aria-pressed", "true")
    widget.button("Compare").click()
    expect(widget.panel.locator(".pair canvas")).to_have_count(2)
    widget.button("Back").click()
    widget.is_worn("3D model")
    widget.button("Picture").click()
    expect(widget.panel.locator("img.picture")).to_be_visible()
    widget.button("Back").click()
    widget.button("Add to basket").or_(widget.button("Pre-order")).click()
    expect(widget.panel.locator(".said.good")).to_have_text("Added to the basket")
    widget.say("Light frames for long days")
    widget.step("mirror")
    expect(widget.button("Photo")).to_have_attribute("aria-pressed", "true")
    _wait(page, begun + JOURNEY_S - LIVE_S)
    widget.button("Camera").click()  # the engine is at work again after that minute
    _wait(page, begun + JOURNEY_S)
    expect(widget.button("Camera")).to_have_attribute("aria-pressed", "true")

    own = urlsplit(page.url).netloc
    network = [request for request in sent if not request.url.startswith(("blob:", "data:"))]
    assert {urlsplit(request.url).netloc for request in network} == {own}
    bodies = {request.url: request.post_data_buffer or b"" for request in network if request.method != "GET"}
    for url, body in bodies.items():
        assert len(body) < FINER_THAN_NUMBERS, url
        assert not any(mark in body for mark in PICTURES), url
        json.loads(body)  # numbers and words: no form, no file
    assert any(url.endswith("/v1/ai/face-analyze") for url in bodies)
    print(f"{len(network)} requests in {time.monotonic() - begun:.0f} s, all to this shop; {len(bodies)} with a body")


def _wait(page: Page, until: float) -> None:
    page.wait_for_timeout(max(0, 1000 * (until - time.monotonic())))
