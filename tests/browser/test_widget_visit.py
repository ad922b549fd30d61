"""A visit over the pages of a foreign shop: when it begins, what it shows, what it is told."""

from playwright.sync_api import expect

from tests.browser.embedding import CLIENT, SECOND_CLIENT, SECOND_KEY, Embedding, admin, element


def test_a_visit_can_begin_with_the_page(foreign: Embedding) -> None:
    """A3, A7: in an idle moment, unseen; the loading time is told."""
    shop = foreign.open(tag=foreign.tag(start="visit", product_id="any"))
    page = shop.page
    page.wait_for_function("told.some(({ name }) => name === 'ready')")
    expect(shop.stage).not_to_be_visible()
    (start,) = [post["body"] for post in shop.posts if post["url"].endswith("/session/start")]
    assert (start["clientId"], start["platform"], start["productId"]) == (CLIENT, "html", "any")
    with page.expect_request("**/v1/events"):
        page.evaluate(
            "AIDiscovery('track', { type: 'add_to_cart', productId: 'any', value: '9.00', currency: 'EUR' })"
        )
    page.wait_for_timeout(500)
    events = shop.events()
    assert {event["type"] for event in events} == {"widget_loaded", "add_to_cart"}
    (loaded,) = [event for event in events if event["type"] == "widget_loaded"]
    assert 0 < loaded["widgetLoadTime"] < 5000


def test_an_order_is_told_on_a_later_page_of_a_visit_alone(foreign: Embedding) -> None:
    """B15: without a visit nothing is asked for."""
    order = """AIDiscovery("track", { type: "purchase", orderId: "A-1", productId: "any",
        value: "149.00", currency: "EUR" })"""
    shop = foreign.open()
    shop.page.evaluate(order)
    shop.page.wait_for_timeout(300)
    assert len(shop.requests) == 2
    shop.open()
    thanks = foreign.go(shop.page.context, shop.page.url.replace("page.html", "page.html?thanks"))
    # Another tab has not the visit; the same tab has.
    thanks.page.close()
    shop.page.goto(shop.page.url + "?thanks")
    with shop.page.expect_request("**/v1/events"):
        shop.page.evaluate(order)
    shop.page.wait_for_timeout(300)
    events = shop.events()
    assert [event["orderId"] for event in events if event["type"] == "purchase"] == ["A-1"]
    expect(shop.stage).not_to_be_visible()


def test_a_shop_that_has_switched_all_off_shows_no_launcher(foreign: Embedding) -> None:
    """A4: nor does its next page, before anything is asked for."""
    call, path = admin(foreign.stack), f"/v1/admin/clients/{SECOND_CLIENT}/settings"
    features = call("GET", path)["features"]
    call("PATCH", path, {"features": dict.fromkeys(features, False)})
    shop = foreign.open(tag=foreign.tag(client=SECOND_CLIENT, key=SECOND_KEY, start="visit"))
    call("PATCH", path, {"features": features})
    expect(shop.launcher).not_to_be_visible()
    shop.page.route("**/embed.js", lambda route: route.abort())
    shop.page.reload()
    expect(shop.page.locator("ai-discovery .root")).to_be_hidden()


def test_a_products_button_goes_with_the_try_on(foreign: Embedding) -> None:
    """A4."""
    shop = foreign.open(element() + element(mode="button", product_id="any"), visit={"stand_in": True})
    product = shop.page.get_by_text("See it on your face")
    expect(product).to_be_visible()
    shop.launcher.click()
    expect(shop.stage).to_have_attribute("data-state", "drawn")
    features = {"faceAnalysis": True, "chat": True, "recommendations": True, "virtualTryOn": False}
    shop.panel_says({"type": "event", "name": "ready", "detail": {"features": features}})
    expect(product).to_be_hidden()
    expect(shop.launcher).to_be_visible()
