"""What a shopper sees when the panel does not come. The shop is never harmed."""

from playwright.sync_api import expect

from tests.browser.embedding import Embedding


def test_a_page_that_forbids_the_frame_says_so_in_plain_words(foreign: Embedding) -> None:
    """A10: a visible fallback, an event with a code, and an unharmed shop."""
    shop = foreign.open(headers={"Content-Security-Policy": "frame-src 'self'"})
    shop.launcher.click()
    expect(shop.page.get_by_role("alert")).to_contain_text("The shop works as before.")
    expect(shop.page.get_by_role("button", name="Try again")).to_be_focused()
    assert [event["detail"]["code"] for event in shop.told("error")] == ["PANEL_BLOCKED"]
    shop.page.get_by_role("button", name="Close").click()
    expect(shop.stage).not_to_be_visible()
    expect(shop.launcher).to_be_focused()
    assert not any(line.startswith("exception") for line in shop.lines)


def test_a_policy_that_only_reports_stops_nothing(foreign: Embedding) -> None:
    shop = foreign.open(headers={"Content-Security-Policy-Report-Only": "frame-src 'self'"})
    shop.open()
    assert shop.told("error") == []


def test_a_panel_that_did_not_come_can_be_tried_again(foreign: Embedding) -> None:
    """A10: with the network gone and back."""
    shop = foreign.open()
    shop.page.route("**/panel.html", lambda route: route.abort())
    shop.launcher.click()
    expect(shop.page.get_by_role("alert")).to_contain_text("This did not load")
    assert [event["detail"]["code"] for event in shop.told("error")] == ["PANEL_UNREACHABLE"]
    shop.page.unroute("**/panel.html")
    shop.page.get_by_role("button", name="Try again").click()
    shop.sees_panel()


def test_a_launcher_whose_click_comes_to_nothing_says_so(foreign: Embedding) -> None:
    """A10."""
    shop = foreign.open()
    shop.page.route("**/embed.js", lambda route: route.abort())
    shop.launcher.click()
    expect(shop.launcher).to_have_text("This did not load. Try again")
    assert [event["detail"]["code"] for event in shop.told("error")] == ["EMBED_UNREACHABLE"]
    shop.page.unroute("**/embed.js")
    shop.open()
    expect(shop.launcher).to_have_text("Find frames that fit")


def test_screens_that_did_not_come_can_be_tried_again(foreign: Embedding) -> None:
    """A10: the first screens work without the further ones."""
    shop = foreign.open()
    shop.page.route("**/chunks/later-*.js", lambda route: route.abort())
    shop.open()
    panel = shop.page.frame_locator("iframe")
    panel.locator("#step-ask").click()
    expect(panel.get_by_role("alert")).to_contain_text("no connection to the shop")
    shop.page.unroute("**/chunks/later-*.js")
    panel.locator("#retry").click()
    expect(panel.locator("main[data-view=chat] h2")).to_be_focused()
