"""The looks of the widget and of the shop around it: neither reaches the other."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.devices import DESKTOP, PHONE
from tests.browser.embedding import Embedding, Visited, element

HOSTILE = Path(__file__).with_name("hostile.css").read_text("utf-8")
LOOKED_AT = """(node) => { const { x, y, width, height } = node.getBoundingClientRect();
  const style = getComputedStyle(node);
  return [[x, y, width, height].map(Math.round), ...["color", "backgroundColor", "fontSize", "fontWeight", "padding",
  "letterSpacing", "textTransform", "lineHeight", "border", "borderRadius", "boxShadow", "opacity", "visibility",
  "transform", "cursor", "pointerEvents", "display"].map((name) => style[name])]; }"""
ALL_STYLES = """() => [...document.querySelectorAll("html, body, body *:not(ai-discovery, script)")].map((node) => [
  node.tagName, JSON.stringify(node.getBoundingClientRect()), [...node.attributes].map((each) => each.value).join(),
  [...getComputedStyle(node)].map((name) => getComputedStyle(node)[name]).join()])"""
SHIFTS = """() => new Promise((resolve) => { let sum = 0;
  new PerformanceObserver((list) => list.getEntries().forEach((entry) => { sum += entry.value; }))
    .observe({ type: "layout-shift", buffered: true });
  setTimeout(() => resolve(sum), 500); })"""


def test_styles_of_the_shop_do_not_reach_the_launcher(foreign: Embedding) -> None:
    """A6: the same launcher, to the pixel, in a page that forces its own looks on everything."""
    font = "<style>:root { --aid-font: sans-serif }</style>"
    clean = foreign.open(head=font).launcher.evaluate(LOOKED_AT)
    hostile = foreign.open(head=f"{font}<style>{HOSTILE}</style>")
    assert hostile.launcher.evaluate(LOOKED_AT) == clean
    hostile.open()
    box = hostile.page.locator("iframe").bounding_box()
    assert box == {"x": 1280 - 440, "y": 0, "width": 440, "height": 900}
    assert hostile.page.locator("iframe").evaluate("(frame) => getComputedStyle(frame).opacity") == "1"


@pytest.mark.parametrize("mode", ["button", "inline"])
def test_styles_of_the_shop_do_not_reach_into_a_placed_element(foreign: Embedding, mode: str) -> None:
    """A6: its button looks the same; where it stands is the shop's."""
    body, font = element(mode=mode, product_id="any"), "<style>:root { --aid-font: sans-serif }</style>"
    (_, *clean) = foreign.open(body, head=font).launcher.evaluate(LOOKED_AT)
    hostile = foreign.open(body, head=f"{font}<style>{HOSTILE}</style>")
    (_, *forced) = hostile.launcher.evaluate(LOOKED_AT)
    assert forced == clean
    expect(hostile.launcher).to_be_in_viewport()


def test_the_widget_changes_nothing_of_the_shop(foreign: Embedding) -> None:
    """A6: every element of the shop has the same box, attributes and computed style as without it."""
    without = foreign.open(tag="").page.evaluate(ALL_STYLES)
    shop = foreign.open()
    assert shop.page.evaluate(ALL_STYLES) == without
    shop.open()
    shop.page.keyboard.press("Escape")
    expect(shop.stage).not_to_be_visible()
    shop.page.mouse.move(5, 500)
    after = [each for each in shop.page.evaluate(ALL_STYLES) if each[0] != "AI-DISCOVERY-SHEET"]
    assert after == without


def test_a_phones_page_is_held_while_the_panel_fills_the_screen(foreign: Embedding) -> None:
    """A5: and is let go exactly as it was."""
    shop = foreign.open(visit=PHONE)
    page = shop.page
    page.evaluate("scrollTo(0, 200)")
    before = page.evaluate("[document.documentElement.outerHTML.slice(0, 200), document.adoptedStyleSheets.length]")
    shop.open()
    assert page.locator("iframe").bounding_box() == {"x": 0, "y": 0, "width": 390, "height": 844}
    assert page.evaluate("getComputedStyle(document.documentElement).overflow") == "hidden"
    shop.panel.get_by_role("button", name="Close").click()
    expect(shop.stage).not_to_be_visible()
    page.wait_for_function("getComputedStyle(document.documentElement).overflow === 'visible'")
    after = page.evaluate("[document.documentElement.outerHTML.slice(0, 200), document.adoptedStyleSheets.length]")
    assert after == before and page.evaluate("scrollY") == 200


def test_a_page_from_right_to_left_has_it_on_its_other_side(foreign: Embedding) -> None:
    shop = foreign.open(lang="ar", direction="rtl")
    expect(shop.launcher).to_have_text("إطارات على مقاسك")
    box = shop.launcher.bounding_box()
    assert box and box["x"] == 20
    shop.launcher.click()
    expect(shop.stage).to_have_attribute("data-state", "drawn")
    assert shop.page.locator("iframe").bounding_box() == {"x": 0, "y": 0, "width": 440, "height": 900}
    assert shop.in_panel("document.documentElement.dir") == "rtl"


def test_the_layout_does_not_shift(foreign: Embedding, capsys: pytest.CaptureFixture[str]) -> None:
    """A6: no more than in the same page without the widget."""
    without = foreign.open(tag="").page.evaluate(SHIFTS)
    with_it = foreign.open().page.evaluate(SHIFTS)
    with capsys.disabled():
        print(f"\nlayout shift without {without}, with {with_it}")
    assert with_it == without


def test_the_shops_colours_reach_launcher_and_panel(foreign: Embedding) -> None:
    """A9: custom properties of the page; the theme by a command."""
    head = "<style>ai-discovery { --aid-accent: #7a1f5c; --aid-radius: 2px } </style>"
    shop = foreign.open(head=head)
    style = shop.launcher.evaluate(
        "(node) => [getComputedStyle(node).backgroundColor, getComputedStyle(node).borderRadius]"
    )
    assert style == ["rgb(122, 31, 92)", "2px"]
    shop.open()
    accent = "getComputedStyle(document.documentElement).getPropertyValue('--petrol')"
    assert shop.in_panel(accent) in ("#7a1f5c", "rgb(122 31 92)")
    shop.page.evaluate("AIDiscovery('theme', 'dark')")
    shop.page.wait_for_timeout(200)
    assert shop.in_panel("document.documentElement.dataset.theme") == "dark"
    colour = shop.page.locator("ai-discovery .root").evaluate("(root) => getComputedStyle(root).color")
    assert colour == "rgb(234, 241, 239)"


@pytest.mark.parametrize("device", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everyone_can_use_launcher_and_fallback(
    foreign: Embedding, axe: str, device: dict[str, Any], scheme: str
) -> None:
    """WCAG 2.2 AA, with targets of 44 px."""
    shop = foreign.open(
        f"<main><h1>Shop</h1>{element()}{element(mode='button', product_id='any')}</main>",
        visit={**device, "color_scheme": scheme},
        headers={"Content-Security-Policy": "frame-src 'none'"},
    )
    assert _violations(shop, axe) == []
    assert all(_height(button) >= 44 for button in shop.page.locator("ai-discovery button").all())
    shop.launcher.click()
    expect(shop.page.get_by_role("alert")).to_be_visible()
    assert _violations(shop, axe) == []
    assert all(_height(button) >= 44 for button in shop.page.locator("dialog button").all())


def _height(button: Locator) -> float:
    return (button.bounding_box() or {"height": 0})["height"]


def _violations(shop: Visited, axe: str) -> list[str]:
    shop.page.evaluate(axe)
    found: list[str] = shop.page.evaluate(
        """() => axe.run({ include: ["ai-discovery", "ai-discovery-sheet"]
            .filter((each) => document.querySelector(each)) })
            .then(({ violations }) => violations.map(({ id, nodes }) => id + ": " + nodes[0].html))"""
    )
    return found
