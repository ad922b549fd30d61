"""The widget's journeys in a real browser on the real stack: by camera, by photo, by a number, by words."""

import re
from pathlib import Path

from playwright.sync_api import Route, expect

from tests.browser.devices import DESKTOP, PHONE
from tests.browser.steps import Visit, catalogue, open_list
from tests.browser.widget import CAMERA, Widget, events_in, recorded

LENGTH = re.compile(r"^\d+ mm ± \d+(\.\d)?$")
SHAPES = re.compile(r"^(Heart-shaped|Long|Oval|Round|Square|Not sure: between)")


def test_from_consent_to_the_basket_by_camera(visit: Visit) -> None:
    """A2, A5, A7, B10, C2 to C5, C7: the whole way on a phone; on a desktop it is gone in test_widget_privacy.py."""
    watched = open_list(visit, device={**PHONE, **CAMERA})
    page = watched.page
    sent = recorded(page)
    products = catalogue(page)
    widget = Widget.opened(page)
    panel = widget.panel

    panel.get_by_role("button", name="Use the camera").click()
    widget.sees("May we look at your face?")
    assert not any("/engine/" in request.url for request in sent)  # nothing is loaded before the agreement
    expect(panel.get_by_label("I agree")).not_to_be_checked()
    widget.button("Continue").click()
    expect(panel.get_by_role("alert").filter(has_text="Tick the box")).to_be_visible()
    widget.agree()
    widget.sees("Look straight ahead")
    widget.has_a_face()
    assert SHAPES.match(panel.locator(".finding h2").inner_text())
    expect(panel.locator(".likely li")).to_have_count(2)
    lengths = dict(zip(*(panel.locator(f".facts {tag}").all_inner_texts() for tag in ("dt", "dd")), strict=True))
    assert lengths.pop("Frame size") in ("Narrow", "Medium", "Wide")
    assert all(LENGTH.match(each) for each in lengths.values()) and "Face width" in lengths

    cards = widget.see_frames()
    expect(cards).to_have_count(6)
    expect(cards.first.locator(".ruler").first).to_contain_text(
        re.compile(r"Frame width [\d.]+ mm, your face \d+ mm ± \d")
    )
    cards.nth(1).get_by_role("button", name="Keep").click()

    widget.wear(cards.first, "3D model")
    widget.is_drawn()
    expect(panel.locator(".worn-words")).to_contain_text("lenses")
    widget.button("Camera").click()
    expect(widget.button("Camera")).to_have_attribute("aria-pressed", "true")
    widget.button("Compare").click()
    expect(panel.locator(".pair canvas")).to_have_count(2)
    panel.get_by_role("button", name="Wear this one").first.click()
    widget.is_worn("3D model")
    widget.button("Picture").click()
    picture = panel.locator("img.picture")
    expect(picture).to_be_visible()
    assert picture.evaluate("(image) => image.decode().then(() => image.naturalWidth)") >= 480
    with page.expect_download() as saved:
        panel.get_by_role("link", name="Save").click()
    assert saved.value.suggested_filename == "frames-on-me.jpg"
    widget.button("Back").click()

    widget.button("Add to basket").or_(widget.button("Pre-order")).click()
    expect(panel.locator(".said.good")).to_have_text("Added to the basket")
    widget.say("I need sunglasses for outdoor activities")
    offered = panel.locator(".by-shop .card")
    expect(offered.first).to_be_visible()
    names = [str(card.get_attribute("data-product")) for card in offered.all()]
    assert {products[each]["category"] for each in names} == {"sunglasses"}

    widget.button("Close").click()
    expect(page.get_by_role("button", name="Basket (1)")).to_be_visible()
    page.wait_for_timeout(600)  # events are gathered
    events = events_in(sent)
    (loaded,) = [event for event in events if event["type"] == "widget_loaded"]
    assert loaded["widgetLoadTime"] > 0
    expected = {"widget_opened", "consent_given", "face_analyzed", "recommendation_viewed", "try_on", "add_to_cart"}
    assert {event["type"] for event in events} >= {*expected, "chat_message"}


def test_by_photo_with_the_shoppers_own_word(visit: Visit, portrait: Path) -> None:
    """C2: the photo is measured on the device; the correction wins."""
    page = open_list(visit).page
    sent = recorded(page)
    widget = Widget.opened(page)
    widget.measure_by_photo(portrait)
    (asked,) = [request for request in sent if request.url.endswith("/v1/ai/face-analyze")]
    assert set(asked.post_data_json or {}) == {"sessionId", "landmarks", "imageSize"}  # numbers alone
    widget.panel.get_by_text("You see it differently?").click()
    widget.panel.locator("label[for=own-square]").click()
    expect(widget.heading("Square, in your own word")).to_be_visible()
    widget.button("See them on me").click()
    expect(widget.panel.get_by_text("Choose a frame to wear")).to_be_visible()
    widget.is_drawn()


def test_a_pupillary_distance_alone_and_then_with_a_face(visit: Visit, portrait: Path) -> None:
    widget = Widget.opened(open_list(visit).page)
    widget.panel.get_by_role("button", name="Enter my pupillary distance").click()
    field = widget.panel.get_by_label("PD in mm")
    field.fill("12")
    expect(widget.panel.get_by_text("Enter a number from 45 to 82.")).to_be_visible()
    expect(widget.button("See frames")).to_be_disabled()
    field.fill("61,5")
    widget.button("See frames").click()
    card = widget.panel.locator(".card").first
    card.get_by_text("Lens centres", exact=True).click()
    expect(card.get_by_text("your pupils 62 mm ± 1")).to_be_visible()
    widget.step("fit")
    widget.measure_by_photo(portrait)
    expect(widget.panel.get_by_text("Scaled by the pupillary distance you gave.")).to_be_visible()


def test_a_products_own_button_leads_to_that_product_in_the_mirror(visit: Visit) -> None:
    """A3, C7: the visit begins with the product page; its button leads through consent to the mirror."""
    page = open_list(visit, device={**DESKTOP, **CAMERA}).page
    product = next(each for each in catalogue(page).values() if each["availability"] == "in_stock")
    with page.expect_response("**/v1/ai/session/start") as started:
        page.goto(f"/shop/products/{product['productId']}")
    config = started.value.json()["data"]["config"]
    assert set(config) == {"apiEndpoint", "features", "branding"}
    page.get_by_role("button", name="See it on your face").click()
    widget = Widget(page)
    expect(widget.panel.get_by_text("To see")).to_be_visible()
    widget.panel.get_by_role("button", name="Use the camera").click()
    widget.agree()
    widget.is_worn("3D model")
    expect(widget.heading(product["title"].split(" · ")[0])).to_be_visible()


def test_why_a_frame_is_missing(visit: Visit, portrait: Path) -> None:
    """B11: what would have to be different, in words."""
    page = open_list(visit).page
    shown = set(catalogue(page))
    widget = Widget.opened(page)
    widget.measure_by_photo(portrait)
    cards = widget.see_frames()
    listed = {str(card.get_attribute("data-product")) for card in cards.all()}
    missing = sorted(shown - listed)[0]
    page.evaluate("(id) => AIDiscovery('product', id)", missing)
    widget.button("Missing a frame?").click()
    expect(widget.panel.locator("main[data-view=whyNot] li").first).to_be_visible()


def test_pictures_that_come_late_move_nothing(visit: Visit) -> None:
    """What the shopper is about to press stays where it is."""
    page = open_list(visit).page
    widget = Widget.opened(page)
    held: list[Route] = []
    page.context.route("**/*.png", lambda route: held.append(route))
    widget.see_frames()
    body = widget.panel.locator("main[data-view=frames]")
    put = body.evaluate("(body) => { body.scrollTop = 520; return body.scrollTop; }")
    page.wait_for_timeout(300)  # the pictures that are now near are asked for
    assert put == 520 and len(held) > 1
    for route in held:
        route.continue_()
    expect(widget.panel.locator(".mount img").nth(1)).to_have_js_property("complete", True)
    page.wait_for_timeout(100)  # drawn
    assert widget.panel.locator(".mount img").nth(1).evaluate("(image) => image.naturalWidth && image.height") > 0
    assert body.evaluate("(body) => body.scrollTop") == 520


def test_all_is_shown_taken_back_and_erased(visit: Visit, portrait: Path) -> None:
    """C3: what is kept, withdrawal, erasure with a receipt; the shop's page is told."""
    page = open_list(visit).page
    widget = Widget.opened(page)
    widget.measure_by_photo(portrait)
    widget.step("kept")
    expect(widget.panel.locator(".kept")).to_contain_text("1 measured face")
    widget.panel.get_by_text("Your receipt").click()
    expect(widget.panel.locator(".receipt")).to_contain_text("Number")
    widget.button("Take back my agreement").click()
    expect(widget.panel.get_by_text("Your agreement is taken back").first).to_be_visible()
    expect(widget.panel.locator(".kept")).to_contain_text("0 measured faces")
    widget.button("Erase everything").click()
    widget.button("Yes, erase").click()
    widget.sees("Everything is erased")
    expect(widget.panel.get_by_text(re.compile(r"Receipt \S+"))).to_be_visible()
    assert widget.frame.evaluate("() => sessionStorage.getItem('ai-discovery:training-client')") is None
    widget.button("Begin again").click()
    widget.sees("How should we begin?")


def test_the_visit_goes_on_over_the_shops_pages(visit: Visit, portrait: Path) -> None:
    """A8: all that is shown follows from one state, and what was found outlives the page."""
    page = open_list(visit).page
    widget = Widget.opened(page)
    widget.measure_by_photo(portrait)
    finding = widget.panel.locator(".finding h2").inner_text()
    cards = widget.see_frames()
    cards.first.locator("a").click()
    page.wait_for_url("**/shop/products/*")
    again = Widget.opened(page)
    expect(again.panel.locator(".finding h2")).to_have_text(finding)


def test_a_session_that_has_ended_is_replaced_once(visit: Visit) -> None:
    watched = open_list(visit)
    watched.refusals_expected = True
    page = watched.page
    with page.expect_response("**/v1/ai/session/start") as started:
        widget = Widget.opened(page)
    session = started.value.json()["data"]["sessionId"]
    page.request.delete(f"/v1/privacy/sessions/{session}", headers={"X-API-Key": "pk_demo_training"})
    widget.say("Something round, please")
    expect(widget.panel.get_by_text("Your earlier visit had ended")).to_be_visible()
