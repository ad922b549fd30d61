"""What `?aid-debug` says to a shop's team, of pages in which something is wrong."""

from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.embedding import CLIENT, Embedding, Visited, element

SHOP = "<main><h1>Shop</h1></main>"


def diagnosed(foreign: Embedding, body: str, tag: str | None = None, **page: Any) -> tuple[Visited, Locator]:
    url = foreign.shop.page(body + (foreign.tag() if tag is None else tag), **page)
    shop = foreign.visit(f"{url}?aid-debug")
    view = shop.page.locator("ai-discovery-diagnosis details")
    expect(view).to_be_visible()
    return shop, view


def test_nothing_is_wrong(foreign: Embedding) -> None:
    """A10: and the view's own script is all that is asked for besides the loader."""
    shop, view = diagnosed(foreign, SHOP)
    expect(view.locator("summary")).to_have_text("AI Discovery: all is well")
    expect(view).to_contain_text("Cameraallowed by the page")
    expect(view).to_contain_text(f"client{CLIENT}")
    asked = [url.rpartition("/")[2].partition("?")[0] for url in shop.requests]
    assert asked == ["page.html", "loader.js", "diagnosis.js"]
    shop.open()
    expect(view).to_contain_text("said hello and drew")
    expect(view).to_contain_text('"faceAnalysis":true')


def test_an_element_without_client_and_key(foreign: Embedding) -> None:
    """A10: it draws nothing, says so by an event, and the shop is unharmed."""
    shop, view = diagnosed(foreign, SHOP + element(), foreign.tag(client="", key=""))
    expect(view).to_contain_text("Say whose panel it is")
    expect(view).to_contain_text("Take the shop's publishable key")
    expect(shop.page.locator("ai-discovery button")).to_have_count(0)
    assert [event["detail"]["code"] for event in shop.told("error")] == ["NOT_CONFIGURED"]
    assert not any(line.startswith(("error", "exception")) for line in shop.lines)


def test_a_page_with_no_element_at_all(foreign: Embedding) -> None:
    _, view = diagnosed(foreign, SHOP, foreign.tag(client="", key=""))
    expect(view).to_contain_text("Place an <ai-discovery>, or data-client and data-key on the script tag.")


def test_attributes_that_are_misspelt(foreign: Embedding) -> None:
    _, view = diagnosed(foreign, element(mode="buton", theme="night", product="4711", key="sk_live_1", client=CLIENT))
    expect(view).to_contain_text("Not one of launcher, inline, button; launcher is taken.")
    expect(view).to_contain_text("Not one of auto, light, dark; auto is taken.")
    expect(view).to_contain_text("product4711Not an attribute of ours.")
    expect(view).to_contain_text("A secret key must not be in a page")


def test_a_wrong_key(foreign: Embedding) -> None:
    """A10: the panel says it in plain words, the view what to do."""
    shop, view = diagnosed(foreign, SHOP, foreign.tag(key="pk_wrong"))
    shop.launcher.click()
    expect(shop.panel.get_by_text("The key of this shop is not valid").first).to_be_visible()
    expect(view).to_contain_text("The key is not known, or not this client's: copy it again from the admin site.")


def test_a_page_that_is_not_the_shops_own(foreign: Embedding) -> None:
    """A10: the key works on the client's own sites alone."""
    shop, view = diagnosed(foreign, SHOP)
    shop.page.goto(shop.page.url.replace("127.0.0.1", "localhost"))
    shop.launcher.click()
    expect(shop.panel.get_by_text("This page is not one of the shop’s own.").first).to_be_visible()
    expect(view).to_contain_text("to its allowed origins in the admin site")


@pytest.mark.parametrize("policy", ["camera=()", "camera=(self)"])
def test_a_page_without_a_camera(foreign: Embedding, policy: str) -> None:
    """A10: photos still work."""
    _, view = diagnosed(foreign, SHOP, headers={"Permissions-Policy": policy})
    expect(view).to_contain_text("Cameraforbidden by the page")
    expect(view).to_contain_text(f'camera=(self "{foreign.stack}") lets us ask. Photos still work.')


def test_a_page_that_refuses_the_frame(foreign: Embedding) -> None:
    policy = f"default-src 'self'; img-src data:; script-src {foreign.stack}"
    shop, view = diagnosed(foreign, SHOP, headers={"Content-Security-Policy": policy})
    shop.launcher.click()
    expect(view).to_contain_text(f"frame-src: {foreign.stack}")
    expect(view).to_contain_text(f"Add {foreign.stack} to it.")
    expect(view).to_contain_text("PANEL_BLOCKED")


def test_a_policy_that_trusts_the_tag_by_a_nonce_trusts_what_it_brings(foreign: Embedding) -> None:
    """A6: view, panel and all."""
    tag = foreign.tag().replace("<script ", '<script nonce="n1" ')
    shop, _ = diagnosed(foreign, SHOP, tag, headers={"Content-Security-Policy": "script-src 'nonce-n1'"})
    shop.open()


def test_a_view_that_does_not_come_is_an_event(foreign: Embedding) -> None:
    shop = foreign.visit(foreign.shop.page(SHOP + foreign.tag()))
    shop.page.route("**/diagnosis.js", lambda route: route.abort())
    shop.page.goto(f"{shop.page.url}?aid-debug")
    shop.page.wait_for_function("told.some(({ detail }) => detail.code === 'NO_DIAGNOSIS')")
    expect(shop.launcher).to_be_visible()
