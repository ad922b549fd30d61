"""The journey panel of the demo shop in a real browser: consent, photo, result, frames, chat, erasure."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Request, expect

from tests.browser.conftest import DESKTOP, PHONE, SCHEMES
from tests.browser.steps import (
    Visit,
    agree,
    body_of,
    catalogue,
    measure,
    open_list,
    open_panel,
    say,
    violations,
)

LENGTH = re.compile(r"^\d+ mm ± \d+(\.\d)?$")
SHAPES = re.compile(r"^(Heart-shaped|Long|Oval|Round|Square|Not sure: between)")


@pytest.mark.parametrize("device", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_the_whole_journey(visit: Visit, portrait: Path, device: dict[str, Any]) -> None:
    """A5, B10, C2 to C5: consent, photo, result, frames, chat and erasure, on a desktop and on a phone."""
    page = open_list(visit, device=device).page
    products = catalogue(page)
    sent: list[Request] = []
    page.on("request", lambda request: sent.append(request) if request.url.endswith("/v1/events") else None)
    panel = open_panel(page)

    expect(panel.get_by_label("I agree")).not_to_be_checked()
    panel.get_by_role("button", name="Continue").click()
    expect(panel.get_by_role("alert")).to_contain_text("Tick the box")
    agree(panel)
    panel.get_by_text("Your receipt").click()
    expect(panel.locator(".receipt")).to_contain_text("photo is deleted")

    measure(panel, portrait)
    assert SHAPES.match(panel.locator("h3.finding").inner_text())
    expect(panel.locator(".likely li")).to_have_count(2)
    lengths = dict(zip(*(panel.locator(f".facts {tag}").all_inner_texts() for tag in ("dt", "dd")), strict=True))
    assert lengths.pop("Frame size") in ("Narrow", "Medium", "Wide")
    assert all(LENGTH.match(each) for each in lengths.values()) and "Face width" in lengths

    panel.get_by_role("button", name="See frames that fit").click()
    cards = panel.locator(".frame-cards > .frame-card")
    expect(cards).to_have_count(6)
    expect(cards.first.locator(".ruler").first).to_contain_text(
        re.compile(r"Frame width \d+ mm, your face \d+ mm ± \d")
    )
    expect(cards.first.locator(".ruler-band").first).to_be_attached()
    cards.first.get_by_text("Why this frame").click()
    first, *_, total = [box["width"] for row in cards.first.locator(".why-bar").all() if (box := row.bounding_box())]
    assert total >= first > 0

    with page.expect_request(lambda request: "chat_message" in str(request.post_data)):  # sent a little later
        say(panel, "I need sunglasses for outdoor activities")
    answer = panel.locator(".message-shop").last
    expect(answer.locator(".frame-card").first).to_be_visible()
    offered = [card.get_attribute("data-product") for card in answer.locator(".frame-card").all()]
    assert {products[each]["category"] for each in offered if each} == {"sunglasses"}

    panel.get_by_role("button", name="What we keep").click()
    expect(panel.locator(".kept")).to_contain_text("1 measured face")
    panel.get_by_role("button", name="Erase everything").click()
    panel.get_by_role("button", name="Yes, erase").click()
    expect(panel.get_by_role("heading", name="Everything is erased")).to_be_visible()
    expect(panel).to_contain_text(re.compile(r"Receipt \S+"))
    assert page.evaluate("() => sessionStorage.getItem('shopper')") is None
    types = {event["type"] for request in sent for event in body_of(request)["events"]}
    assert types >= {"widget_loaded", "widget_opened", "face_analyzed", "chat_message", "recommendation_viewed"}


def test_reasons_are_drawn_end_to_end_up_to_the_score(visit: Visit, portrait: Path) -> None:
    panel = open_panel(open_list(visit).page)
    agree(panel)
    measure(panel, portrait)
    panel.get_by_role("button", name="See frames that fit").click()
    card = panel.locator(".frame-card").first
    card.get_by_text("Why this frame").click()
    bars = [box for bar in card.locator(".why-bar").all() if (box := bar.bounding_box())]
    *reasons, total = bars
    assert sum(bar["width"] for bar in reasons) == pytest.approx(total["width"], abs=1)


def test_a_file_that_is_no_photo_is_refused_with_a_way_on(visit: Visit, tmp_path: Path) -> None:
    letter = tmp_path / "me.jpg"
    letter.write_text("This is a letter.")
    watched = open_list(visit)
    watched.refusals_expected = True
    panel = open_panel(watched.page)
    agree(panel)
    with watched.page.expect_response("**/v1/ai/face-analyze") as refused:
        panel.locator("#photo-choose").set_input_files(letter)
    expect(panel.get_by_role("alert")).to_have_text(refused.value.json()["error"]["message"])
    expect(panel.get_by_text("Choose another photo")).to_be_visible()
    panel.get_by_role("button", name="Go on without a photo").click()
    expect(panel.get_by_label("Your message")).to_be_visible()


def test_the_shoppers_own_word_about_the_shape_wins(visit: Visit, portrait: Path) -> None:
    panel = open_panel(open_list(visit).page)
    agree(panel)
    measure(panel, portrait)
    panel.get_by_text("You see it differently?").click()
    panel.locator("label[for=own-square]").click()
    expect(panel.locator("h3.finding")).to_have_text("Square, in your own word")


def test_a_known_pupillary_distance_sharpens_all_sizes(visit: Visit, portrait: Path) -> None:
    panel = open_panel(open_list(visit).page)
    agree(panel)
    panel.get_by_text("You know your pupillary distance?").click()
    panel.get_by_label("In mm, from your glasses prescription").fill("61")
    measure(panel, portrait)
    expect(panel.locator(".facts")).to_contain_text("61 mm ± 1")
    expect(panel).to_contain_text("Scaled by the pupillary distance you gave.")


def test_the_chat_works_without_a_photo(visit: Visit) -> None:
    panel = open_panel(open_list(visit).page)
    panel.get_by_role("button", name="Go on without a photo").click()
    panel.get_by_role("button", name="I need sunglasses for outdoor activities").click()
    expect(panel.locator(".message-shop .frame-card").first).to_be_visible()
    expect(panel.get_by_role("list", name="Short replies").get_by_role("button").first).to_be_visible()


def test_a_session_that_has_ended_is_replaced_once(visit: Visit) -> None:
    watched = open_list(visit)
    watched.refusals_expected = True
    page = watched.page
    panel = open_panel(page)
    key = page.request.get("/shop/config.json").json()["key"]
    session = json.loads(page.evaluate("() => sessionStorage.getItem('shopper')"))["session"]["sessionId"]
    page.request.delete(f"/v1/privacy/sessions/{session}", headers={"X-API-Key": key})
    say(panel, "Something round, please")
    expect(panel.locator(".message-shop")).to_be_visible()
    expect(panel).to_contain_text("Your earlier visit had ended")


def test_offline_is_said_and_can_be_tried_again(visit: Visit) -> None:
    watched = open_list(visit)
    watched.refusals_expected = True
    panel = open_panel(watched.page)
    watched.page.context.set_offline(True)
    say(panel, "Something round, please")
    expect(panel.get_by_role("alert")).to_contain_text("no connection to the shop")
    watched.page.context.set_offline(False)
    panel.get_by_role("button", name="Try again").click()
    expect(panel.locator(".message-shop")).to_be_visible()


def test_too_many_requests_are_tried_again_only_when_the_api_allows(visit: Visit) -> None:
    """B13: the shopper is told, and waits as long as `Retry-After` says."""
    watched = open_list(visit)
    watched.refusals_expected = True
    panel = open_panel(watched.page)
    error = {
        "code": "RATE_LIMITED",
        "message": "Too many requests. Wait two seconds.",
        "requestId": "1",
        "details": [],
    }
    watched.page.route(
        "**/v1/ai/chat",
        lambda route: route.fulfill(status=429, headers={"Retry-After": "2"}, json={"error": error}),
        times=1,
    )
    say(panel, "Something round, please")
    expect(panel.get_by_role("alert")).to_contain_text(error["message"])
    expect(panel.get_by_role("button", name=re.compile("Try again in [12] s"))).to_be_disabled()
    panel.get_by_role("button", name="Try again", exact=True).click()
    expect(panel.locator(".message-shop")).to_be_visible()


@pytest.mark.parametrize("scheme", SCHEMES)
def test_every_step_keeps_the_accessibility_rules(visit: Visit, portrait: Path, axe: str, scheme: str) -> None:
    page = open_list(visit, scheme=scheme).page
    page.evaluate(axe)
    panel = open_panel(page)
    assert violations(page) == []
    agree(panel)
    assert violations(page) == []
    measure(panel, portrait)
    panel.get_by_text("You see it differently?").click()
    assert violations(page) == []
    panel.get_by_role("button", name="See frames that fit").click()
    for summary in panel.locator(".frame-card").first.locator("summary").all():
        summary.click()
    assert violations(page) == []
    say(panel, "I need sunglasses for outdoor activities")
    expect(panel.locator(".message-shop .frame-card").first).to_be_visible()
    assert violations(page) == []
    panel.get_by_role("button", name="What we keep").click()
    expect(panel.locator(".kept")).to_be_visible()
    assert violations(page) == []
