"""Every screen and state of the widget by the accessibility rules, light and dark, in six languages, by keyboard."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.devices import DESKTOP, PHONE, SCHEMES
from tests.browser.steps import Visit, open_list
from tests.browser.widget import CAMERA, Widget

TEXTS = Path(__file__).parents[2] / "widget" / "texts" / "panel"
LANGUAGES = ("de", "fr", "es", "it", "ar")


def test_no_screen_breaks_an_accessibility_rule(visit: Visit, axe: str) -> None:
    """A2, C7: WCAG 2.2 AA by axe-core on sixteen screens and states and some more, each light and dark."""
    watched = open_list(visit, device={**PHONE, **CAMERA})
    watched.refusals_expected = True
    seen = [name for name, broken in walk(watched.page, axe) if show(name, broken)]
    assert len(seen) >= 16
    print(f"{len(seen)} screens and states without a violation, light and dark: {', '.join(seen)}")


def show(name: str, broken: list[str]) -> bool:
    assert broken == [], f"{name}: {broken}"
    return True


def walk(page: Page, axe: str) -> Iterator[tuple[str, list[str]]]:
    """From screen to screen: its name and what axe found there."""
    widget = Widget.opened(page)
    panel = widget.panel

    def check() -> list[str]:
        found = []
        for scheme in reversed(SCHEMES):  # light last: the walk goes on as it began
            page.emulate_media(color_scheme=scheme)
            found += [f"{scheme}: {line}" for line in widget.violations(axe)]
        return found

    yield "start", check()
    widget.button("Enter my pupillary distance").or_(panel.locator(".way").nth(2)).first.click()
    panel.get_by_label("PD in mm").fill("5")
    yield "a distance that cannot be", check()
    widget.button("Back").click()
    panel.get_by_role("button", name="Use the camera").click()
    widget.button("Continue").click()
    yield "consent", check()
    page.route("**/*.task", lambda route: route.abort())
    widget.agree()
    expect(widget.button("Measure at the shop instead?")).to_be_visible(timeout=40_000)
    yield "engine unreachable", check()
    widget.button("Measure at the shop instead?").click()
    yield "photo to the shop", check()
    page.unroute("**/*.task")
    widget.step("fit")
    panel.get_by_role("button", name="Choose a photo").click()
    yield "photo", check()
    panel.locator("#photo-choose").set_input_files(
        {"name": "me.jpg", "mimeType": "image/jpeg", "buffer": b"This is a letter."}
    )
    expect(panel.get_by_role("alert")).to_be_visible()
    yield "refusal", check()
    widget.step("fit")
    panel.get_by_role("button", name="Use the camera").click()
    expect(panel.locator(".stage")).to_be_visible()
    yield "measuring", check()
    widget.has_a_face()
    yield "result", check()
    panel.get_by_text("You see it differently?").click()
    yield "correction", check()
    cards = widget.see_frames()
    for summary in cards.first.locator("summary").all():
        summary.click()
    yield "recommendations with reasons", check()
    cards.nth(1).get_by_role("button", name="Keep").click()
    shown = [str(card.get_attribute("data-product")) for card in cards.all()]
    missing = next(each for each in products(page) if each not in shown)
    page.evaluate("(id) => AIDiscovery('product', id)", missing)
    widget.button("Missing a frame?").click()
    expect(panel.locator("main[data-view=whyNot]")).to_be_visible()
    yield "why not", check()
    widget.button("Back").click()
    widget.wear(cards.first, "3D model")
    yield "mirror in 3D", check()
    widget.button("Show flat").click()
    widget.is_worn("picture")
    yield "mirror in 2D", check()
    widget.button("Compare").click()
    expect(panel.locator(".pair canvas")).to_have_count(2)
    yield "comparison", check()
    widget.button("Back").click()
    widget.is_worn("picture")
    widget.button("Picture").click()
    expect(panel.locator("img.picture")).to_be_visible()
    yield "share", check()
    widget.step("ask")
    yield "chat, empty", check()
    widget.say("I need sunglasses for outdoor activities")
    expect(panel.locator(".by-shop .card").first).to_be_visible()
    yield "chat with cards", check()
    page.route("**/v1/recommendations?**", nothing_fits)
    widget.step("frames")
    expect(panel.get_by_text("Nothing in stock meets all")).to_be_visible()
    yield "nothing fits", check()
    page.unroute("**/v1/recommendations?**")
    page.context.set_offline(True)
    widget.step("kept")
    expect(panel.get_by_role("alert")).to_be_visible()
    yield "offline", check()
    page.context.set_offline(False)
    widget.button("Try again").click()
    expect(panel.locator(".kept")).to_be_visible()
    yield "what is kept", check()
    widget.button("Erase everything").click()
    widget.button("Yes, erase").click()
    widget.sees("Everything is erased")
    yield "erased", check()


def test_a_refused_camera_keeps_the_rules(visit: Visit, axe: str) -> None:
    watched = open_list(visit, device=PHONE)
    watched.refusals_expected = True
    widget = Widget.opened(watched.page)
    widget.panel.get_by_role("button", name="Use the camera").click()
    widget.agree()
    widget.sees("The camera is off for this page")
    assert widget.violations(axe) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_language_fits_its_screens(visit: Visit, axe: str, portrait: Path, language: str) -> None:
    """A2: nothing runs out of the panel on a small phone; Arabic runs from right to left, rulers do not."""
    texts = json.loads((TEXTS / f"{language}.json").read_text("utf-8"))
    small = {**PHONE, "viewport": {"width": 320, "height": 640}}
    watched = visit("/shop/", device={**small, "locale": language})
    page = watched.page
    page.route("**/shop/", in_language(language))
    page.reload()
    page.locator("[data-find]").first.click()
    widget = Widget(page)
    panel = widget.panel
    expect(panel.get_by_role("heading", name=texts["start.title"])).to_be_visible()
    direction = "rtl" if language == "ar" else "ltr"
    assert widget.frame.evaluate("() => [document.documentElement.lang, document.documentElement.dir]") == [
        language,
        direction,
    ]
    nothing_runs_out(widget)
    panel.get_by_role("button", name=texts["start.photo"]).click()
    panel.locator("#agree").check()
    panel.get_by_role("button", name=texts["continue"], exact=True).click()
    widget.choose_photo(portrait)
    expect(panel.get_by_role("heading", name=texts["result.sizes"])).to_be_visible(timeout=60_000)
    nothing_runs_out(widget)
    panel.get_by_role("button", name=texts["result.frames"]).click()
    expect(panel.locator(".card").first).to_be_visible()
    assert panel.locator(".ruler-rule").first.evaluate("(rule) => getComputedStyle(rule).direction") == "ltr"
    nothing_runs_out(widget)
    panel.locator(".card").first.get_by_role("button", name=texts["card.tryOn"]).click()
    expect(panel.locator(".worn-words")).to_be_visible(timeout=40_000)
    nothing_runs_out(widget)
    assert widget.violations(axe) == []


def test_the_panel_is_worked_by_keyboard_alone(visit: Visit) -> None:
    """A2: into the panel, through its first questions, and out again to where one came from."""
    page = open_list(visit, device={**DESKTOP, **CAMERA}).page
    launcher = page.get_by_role("button", name="Find frames that fit").last
    launcher.focus()
    page.keyboard.press("Enter")
    widget = Widget(page)
    widget.sees("How should we begin?")
    press_until(page, widget, "Use the camera")
    page.keyboard.press("Enter")
    widget.sees("May we look at your face?")
    press_until(page, widget, "agree")
    page.keyboard.press("Space")
    expect(widget.panel.get_by_label("I agree")).to_be_checked()
    press_until(page, widget, "Continue")
    page.keyboard.press("Enter")
    widget.has_a_face()
    page.keyboard.press("Escape")
    expect(widget.panel.locator("main")).to_be_hidden()
    expect(launcher).to_be_focused()


def test_targets_are_large_enough_for_a_finger(visit: Visit) -> None:
    """A5: 44 px, except links within a line of text."""
    widget = Widget.opened(open_list(visit, device=PHONE).page)
    widget.step("frames")
    expect(widget.panel.locator(".card").first).to_be_visible()
    small = widget.frame.evaluate(
        """() => [...document.querySelectorAll("button, summary, a, .tick, input[type=text]")]
            .map((each) => [each.textContent.slice(0, 30), each.getBoundingClientRect().height])
            .filter(([, height]) => height > 0 && height < 44)"""
    )
    assert small == []


def press_until(page: Page, widget: Widget, name: str) -> None:
    for _ in range(12):
        page.keyboard.press("Tab")
        focused = widget.frame.evaluate("() => document.activeElement.id || document.activeElement.textContent")
        if name in focused:
            return
    raise AssertionError(f"Tab did not reach {name}")


def nothing_runs_out(widget: Widget) -> None:
    beyond = widget.frame.evaluate(
        """() => [...document.querySelectorAll("body *:not(.unseen):not(.shelf *):not(svg *)")]
            .filter((each) => { const { left, right, width } = each.getBoundingClientRect();
                return width > 0 && (left < -1 || right > innerWidth + 1); })
            .filter((each) => !each.closest(".shelf, pre, .unseen, .picker input"))
            .map((each) => each.tagName + "." + each.className + ": " + each.textContent.slice(0, 60))"""
    )
    assert beyond == []


def in_language(language: str) -> Callable[[Route], None]:
    def speak(route: Route) -> None:
        answer = route.fetch()
        page = answer.text().replace('<html lang="en"', f'<html lang="{language}"', 1)
        route.fulfill(response=answer, body=page)

    return speak


def nothing_fits(route: Route) -> None:
    answer = route.fetch()
    body: dict[str, Any] = answer.json()
    body["data"]["recommendations"] = []
    route.fulfill(response=answer, json=body)


def products(page: Page) -> list[str]:
    return [str(product["productId"]) for product in page.request.get("/shop/catalogue.json").json()]
