"""The widget in pages of foreign shops, by one line of HTML."""

import json
import urllib.request
from typing import Any

import pytest
from playwright.sync_api import Route, expect

from tests.browser.embedding import CLIENT, KEY, SECOND_CLIENT, SECOND_KEY, SHOP, Embedding, element

STRICT = "default-src 'self'; img-src data:; style-src 'self'; script-src 'self' {0}; frame-src {0}"
FOCUSED = """() => { let at = document.activeElement;
  while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
  return at.localName; }"""


def test_nothing_is_asked_for_before_the_first_click(foreign: Embedding) -> None:
    """A3, A6: the loader draws a button; the panel and the session come with the click."""
    shop = foreign.open()
    expect(shop.launcher).to_have_text("Find frames that fit")
    assert [url.rpartition("/")[2] for url in shop.requests] == ["page.html", "loader.js"]
    shop.open()
    asked = [url.rpartition("/")[2] for url in shop.requests]
    assert asked[2:4] == ["embed.js", "panel.html"] and "start" in asked
    (ready,) = shop.told("ready")
    assert ready["detail"]["features"]["faceAnalysis"] is True


def test_a_strict_content_security_policy_needs_two_words(foreign: Embedding) -> None:
    """A6: script-src and frame-src; no inline style, no inline script, nothing refused."""
    shop = foreign.open(
        SHOP.replace(' style="height: 1200px"', ""), headers={"Content-Security-Policy": STRICT.format(foreign.stack)}
    )
    shop.open()
    shop.page.keyboard.press("Escape")
    expect(shop.stage).not_to_be_visible()
    assert shop.lines == []


@pytest.mark.parametrize("mode", ["", "launcher"])
def test_two_tags_make_one_launcher(foreign: Embedding, mode: str) -> None:
    """A6: and `init` changes it."""
    shop = foreign.open(tag=foreign.tag(mode=mode) * 2)
    expect(shop.page.locator("ai-discovery")).to_have_count(1)
    shop.page.evaluate("AIDiscovery('init', { label: 'Try some on' })")
    expect(shop.page.locator("ai-discovery")).to_have_count(1)
    expect(shop.launcher).to_have_text("Try some on")


def test_elements_of_one_client_share_one_panel(foreign: Embedding) -> None:
    """A6: a launcher, a product's button and a tag; two clients keep apart."""
    body = (
        element()
        + element(mode="button", product_id="any")
        + element(client=SECOND_CLIENT, key=SECOND_KEY, position="start")
    )
    shop = foreign.open(body, visit={"stand_in": True})
    page = shop.page
    expect(page.locator("ai-discovery")).to_have_count(3)
    for button in page.locator("ai-discovery button").all()[:2]:
        button.click()
        expect(shop.stage).to_have_attribute("data-state", "drawn")
        page.keyboard.press("Escape")
        shop.panel_says({"type": "close"})
        expect(shop.stage).not_to_be_visible()
    expect(page.locator("iframe")).to_have_count(1)
    opened = [message for message in shop.in_panel("heard") if message["type"] == "open"]
    assert opened == [{"type": "open"}, {"type": "open", "productId": "any", "view": "mirror"}]
    page.locator("ai-discovery button").nth(2).click()
    expect(page.locator("iframe")).to_have_count(2)


@pytest.mark.parametrize("is_right", [True, False], ids=["right", "wrong"])
def test_a_release_can_be_pinned_by_its_hash(foreign: Embedding, is_right: bool) -> None:
    release = _release(foreign.stack)
    digest = release["integrity"] if is_right else release["integrity"][:-6] + "AAAAA="
    src = f'{foreign.stack}/widget/v/{release["version"]}/loader.js"'
    pinned = foreign.tag().replace(f'{foreign.stack}/widget/v1/loader.js"', f'{src} crossorigin integrity="{digest}"')
    shop = foreign.open(tag=pinned)
    expect(shop.page.locator("ai-discovery")).to_have_count(int(is_right))
    expect(shop.page.get_by_role("heading", name="Optik Beispiel")).to_be_visible()
    if is_right:
        shop.open()


def test_what_the_loader_brings_is_held_to_its_hash(foreign: Embedding) -> None:
    """So the hash in the page's tag stands for all that runs in the page."""
    shop = foreign.open()

    def another(route: Route) -> None:
        route.fulfill(response=route.fetch(), body="export const embed = () => { window.harmed = true; };")

    shop.page.route("**/embed.js", another)
    shop.launcher.click()
    expect(shop.launcher).to_have_text("This did not load. Try again")
    assert any("integrity" in line for line in shop.lines)
    assert shop.page.evaluate("window.harmed") is None


def test_events_leave_shadow_roots_and_bubble(foreign: Embedding) -> None:
    """A6: also out of a component of the shop's own."""
    nest = f"""<div id="nest"></div><script>document.querySelector("#nest").attachShadow({{ mode: "open" }})
      .innerHTML = '{element(client=CLIENT, key=KEY)}'</script>"""
    shop = foreign.open(nest, tag=foreign.tag(client="", key=""))
    shop.page.locator("#nest button").click()
    shop.sees_panel()
    assert [(event["name"], event["from"]) for event in shop.page.evaluate("told")] == [
        ("open", "div"),
        ("ready", "div"),
    ]


def test_by_keyboard_alone(foreign: Embedding) -> None:
    """A6: the focus goes into the panel and comes back; Escape closes from the panel and from the page."""
    shop = foreign.open()
    page = shop.page
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert page.evaluate(FOCUSED) == "button"
    expect(shop.launcher).to_be_focused()
    page.keyboard.press("Enter")
    shop.sees_panel()
    assert page.evaluate(FOCUSED) == "iframe"
    page.keyboard.press("Escape")
    expect(shop.stage).not_to_be_visible()
    expect(shop.launcher).to_be_focused()
    page.keyboard.press("Enter")
    expect(shop.stage).to_be_visible()
    page.locator("dialog").evaluate("(dialog) => { dialog.tabIndex = -1; dialog.focus(); }")
    page.keyboard.press("Escape")
    expect(shop.stage).not_to_be_visible()
    expect(shop.launcher).to_be_focused()
    page.wait_for_function("told.filter(({ name }) => name === 'close').length === 2")


def test_a_click_beside_the_sheet_closes_it(foreign: Embedding) -> None:
    shop = foreign.open(visit={"stand_in": True})
    shop.launcher.click()
    expect(shop.stage).to_have_attribute("data-state", "drawn")
    shop.page.mouse.click(200, 400)
    expect(shop.stage).not_to_be_visible()


def test_stub_and_loader_are_small(foreign: Embedding) -> None:
    files = _release(foreign.stack)["files"]
    assert files["v1/stub.js"]["gzip"] <= 500
    assert files["v1/loader.js"]["gzip"] <= 6000


def test_only_the_panels_own_window_is_answered(foreign: Embedding) -> None:
    """Neither the page itself, nor a frame of another origin, nor another frame of the widget's origin."""
    other = foreign.shop.page("")
    same = f"{foreign.stack}/widget/v/{_release(foreign.stack)['version']}/licenses.txt"
    body = f'<iframe name="near" src="{other}"></iframe><iframe name="far" src="{same}"></iframe>'
    shop = foreign.open(body)
    page = shop.page
    page.route("**/panel.html", lambda route: route.fulfill(content_type="text/html", body="<h1>Silent</h1>"))
    shop.launcher.click()
    expect(page.locator(".stage iframe")).to_have_count(1)
    speak = """() => { window.got = 0;
        addEventListener("message", ({ data }) => { window.got += data?.type === "ai-discovery:start"; });
        parent.postMessage({ type: "ai-discovery:hello" }, "*"); }"""
    frames = [frame for frame in (page.main_frame, page.frame("near"), page.frame("far")) if frame]
    assert [frame.url for frame in frames] == [page.url, other, same]
    for frame in frames:
        frame.evaluate(speak)
    page.wait_for_timeout(300)
    assert [frame.evaluate("got") for frame in frames] == [0, 0, 0]
    expect(shop.stage).to_have_attribute("data-state", "loading")


def test_what_was_asked_before_the_loader_came_is_done(foreign: Embedding) -> None:
    """The stub's queue, under a name of the shop's choice; listeners and settings by command."""
    stub = urllib.request.urlopen(f"{foreign.stack}/widget/v1/stub.js").read().decode()
    asked = f"""Optics("on", "open", () => {{ window.opened = true; }});
        Optics("init", {{ client: "{CLIENT}", key: "{KEY}", locale: "de", label: "Los" }});
        Optics("open", {{ view: "chat" }});"""
    body = f'<script data-global="Optics">{stub}</script><script>{asked}</script>'
    shop = foreign.open(body, tag=foreign.tag(client="", key="", **{"global": "Optics"}), visit={"stand_in": True})
    expect(shop.stage).to_have_attribute("data-state", "drawn")
    assert shop.page.evaluate("opened") is True
    assert shop.in_panel("[setup.locale, setup.client, heard]") == ["de", CLIENT, [{"type": "open", "view": "chat"}]]
    assert shop.page.evaluate("typeof AIDiscovery") == "undefined"
    shop.page.evaluate("Optics('destroy')")
    expect(shop.page.locator("ai-discovery, ai-discovery-sheet")).to_have_count(0)
    shop.page.evaluate("(given) => Optics('init', given)", {"client": CLIENT, "key": KEY})
    expect(shop.launcher).to_have_text("Find frames that fit")


def test_a_frame_that_was_led_elsewhere_is_not_answered(foreign: Embedding) -> None:
    """The panel's own window, in another origin's hands."""
    other = foreign.shop.page(
        """<script>window.got = 0; addEventListener("message", ({ ports }) => { got += ports.length; });
        parent.postMessage({ type: "ai-discovery:hello" }, "*");</script>"""
    )
    shop = foreign.open()
    shop.open()
    (frame,) = [frame for frame in shop.page.frames if frame.url.endswith("/panel.html")]
    frame.evaluate("(address) => location.replace(address)", other)
    frame.wait_for_url(other)
    shop.page.wait_for_timeout(500)
    assert frame.evaluate("got") == 0


def test_a_panel_in_the_page_takes_the_place_of_its_poster(foreign: Embedding) -> None:
    """Inline: at least 640 px high; closing gives the poster back."""
    shop = foreign.open(f'<div style="width: 600px">{element(mode="inline")}</div>')
    expect(shop.page.get_by_text("Your size in millimetres")).to_be_visible()
    shop.open()
    box = shop.page.locator("iframe").bounding_box()
    assert box and (round(box["width"]), round(box["height"])) == (598, 638)  # within its line
    shop.panel.get_by_role("button", name="Close").click()
    expect(shop.launcher).to_be_focused()


def test_the_panel_leads_the_page_to_addresses_of_the_web_alone(foreign: Embedding) -> None:
    product = foreign.shop.file("product.html", "text/html", "<h1>Round 48</h1>")
    shop = foreign.open(visit={"stand_in": True})
    shop.launcher.click()
    expect(shop.stage).to_have_attribute("data-state", "drawn")
    shop.panel_says({"type": "go", "url": "javascript:window.harmed=true"})
    shop.page.wait_for_timeout(200)
    assert shop.page.evaluate("window.harmed") is None
    shop.panel_says({"type": "go", "url": product.removeprefix(foreign.shop.origin)})
    shop.page.wait_for_url(product)


def _release(stack: str) -> dict[str, Any]:
    with urllib.request.urlopen(f"{stack}/widget/release.json") as answer:
        release: dict[str, Any] = json.load(answer)
    return release
