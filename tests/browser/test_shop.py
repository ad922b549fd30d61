"""The demo shop in a real browser: list, product page, basket."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.devices import SCHEMES
from tests.browser.steps import Visit, body_of, catalogue, open_list, shown_products, violations

FACE = {
    "faceShape": "oval",
    "sizeBand": "medium",
    "measurements": {
        "faceWidth": {"mm": 138.2, "plusMinusMm": 5.1},
        "pupillaryDistance": {"mm": 63.4, "plusMinusMm": 2.4},
    },
}


def stocked(page: Page) -> dict[str, Any]:
    return next(each for each in catalogue(page).values() if each["availability"] == "in_stock")


def variants_of_one_model(page: Page) -> list[dict[str, Any]]:
    """More than two."""
    models: dict[str, list[dict[str, Any]]] = {}
    for product in catalogue(page).values():
        models.setdefault(product["modelId"], []).append(product)
    return next(variants for variants in models.values() if len(variants) > 2)


def tell(page: Page, name: str, detail: Any) -> bool:
    """As the widget tells it, from its element; False when the page prevented what follows."""
    return bool(
        page.locator("ai-discovery").last.evaluate(
            """(element, [name, detail]) => element.dispatchEvent(new CustomEvent(`ai-discovery:${name}`,
                { detail, bubbles: true, composed: true, cancelable: true }))""",
            [name, detail],
        )
    )


def test_every_frame_in_the_list_is_drawn_at_one_scale(visit: Visit) -> None:
    page = open_list(visit).page
    products = catalogue(page)
    scales, sizes = set(), set()
    for card in page.locator(".card").all():
        card.scroll_into_view_if_needed()
        product = products[shown_products(card)[0]]
        picture, line = card.locator(".frame-picture").bounding_box(), card.locator(".width-line").bounding_box()
        assert picture and line
        pixels = card.locator(".frame-picture").evaluate("async (i) => (await i.decode(), i.naturalWidth)")
        drawn_mm = line["width"] / picture["width"] * pixels / product["images"]["pxPerMm"]
        assert drawn_mm == pytest.approx(product["frameWidth"], rel=0.01)  # the number's line is true to the picture
        scales.add(round(line["width"] / product["frameWidth"], 2))
        sizes.add((round(picture["width"]), round(picture["height"])))
    assert len(scales) == len(sizes) == 1


def test_one_card_for_each_model(visit: Visit) -> None:
    page = open_list(visit).page
    models = {product["modelId"] for product in catalogue(page).values()}
    expect(page.locator(".card")).to_have_count(len(models))
    expect(page.locator("#shelf-count")).to_have_text(f"{len(models)} models")


def test_filters_narrow_the_list_and_live_in_the_address(visit: Visit) -> None:
    page = open_list(visit).page
    products = catalogue(page)
    everything = page.locator(".card").count()
    box = page.get_by_role("checkbox", name=re.compile("^Sunglasses"))
    counted = int(page.locator("label[for=category-sunglasses] .choice-count").inner_text())
    box.check()
    expect(page.locator(".card")).to_have_count(counted)
    assert {products[each]["category"] for each in shown_products(page.locator(".card"))} == {"sunglasses"}
    expect(page).to_have_url(re.compile(r"\?category=sunglasses$"))
    page.reload()
    expect(page.locator(".card")).to_have_count(counted)
    expect(box).to_be_checked()
    page.get_by_role("button", name="Take off Sunglasses").click()
    expect(page.locator(".card")).to_have_count(everything)
    page.go_back()
    expect(page.locator(".card")).to_have_count(counted)


def test_a_filtered_card_shows_the_variant_that_was_asked_for(visit: Visit) -> None:
    page = open_list(visit, "?colour=black&size=wide").page
    shown = [catalogue(page)[each] for each in shown_products(page.locator(".card"))]
    assert {product["colourFamily"] for product in shown} == {"black"}
    assert all(product["frameWidth"] >= 140 for product in shown)


def test_the_list_sorts_by_price(visit: Visit) -> None:
    page = open_list(visit).page
    page.get_by_label("Sort").select_option("price")
    prices = [float(re.sub(r"[^\d.]", "", text)) for text in page.locator(".card .card-price").all_inner_texts()]
    assert prices == sorted(prices) and len(prices) > 1


def test_nothing_jumps_while_the_list_loads(visit: Visit) -> None:
    page = open_list(visit).page
    page.wait_for_load_state("networkidle")
    shift = page.evaluate(
        """() => new Promise((resolve) => new PerformanceObserver((list) =>
            resolve(list.getEntries().reduce((sum, entry) => sum + entry.value, 0)))
            .observe({ type: "layout-shift", buffered: true }) || setTimeout(() => resolve(0), 300))"""
    )
    assert shift < 0.02


def test_a_product_page_states_the_measures_as_stored(visit: Visit) -> None:
    page = open_list(visit).page
    product = catalogue(page)[shown_products(page.locator(".card"))[0]]
    page.goto(f"/shop/products/{product['productId']}")
    expect(page.locator(".drawing")).to_be_visible()
    rows = dict(zip(*(page.locator(f".drawing {tag}").all_inner_texts() for tag in ("dt", "dd")), strict=True))
    stored = {"Lens width (A)": "lensWidth", "Lens height (B)": "lensHeight", "Bridge (DBL)": "bridge"}
    for name, key in {**stored, "Frame width": "frameWidth", "Temple": "temple"}.items():
        assert float(rows[name].removesuffix(" mm")) == pytest.approx(product[key], abs=0.05)
    drawn = page.locator(".drawing-box").first.evaluate("box => [box.width.baseVal.value, box.height.baseVal.value]")
    assert drawn == pytest.approx([product["lensWidth"], product["lensHeight"]])


def test_choosing_a_colour_changes_the_address_and_keeps_the_focus(visit: Visit) -> None:
    page = open_list(visit).page
    model = variants_of_one_model(page)[0]
    page.goto(f"/shop/products/{model['productId']}")
    other = page.locator("input[name=colour]:not(:checked)").first
    chosen = other.get_attribute("id")
    page.locator(f"label[for={chosen}]").click()
    expect(page).not_to_have_url(re.compile(re.escape(model["productId"]) + "$"))
    expect(page.locator(f"#{chosen}")).to_be_checked()
    expect(page.locator(f"#{chosen}")).to_be_focused()


def test_the_basket_keeps_a_frame(visit: Visit) -> None:
    page = open_list(visit).page
    product = stocked(page)
    page.goto(f"/shop/products/{product['productId']}")
    page.get_by_role("button", name="Add to basket").click()
    page.reload()
    page.get_by_role("button", name="Basket (1)").click()
    expect(page.locator(".basket")).to_contain_text(product["title"].split(" · ")[0])
    page.get_by_role("button", name="Take out").click()
    expect(page.locator(".basket")).to_contain_text("Nothing here yet")


def test_a_product_page_begins_the_visit_and_the_shops_own_button_is_one_of_its_steps(visit: Visit) -> None:
    """A3, B15."""
    page = open_list(visit).page
    product = stocked(page)
    with page.expect_request("**/v1/ai/session/start") as started:
        page.goto(f"/shop/products/{product['productId']}")
    assert body_of(started.value)["productId"] == product["productId"]
    with page.expect_response(lambda reply: "add_to_cart" in (reply.request.post_data or "")) as told:
        page.get_by_role("button", name="Add to basket").click()
    (event,) = [each for each in body_of(told.value.request)["events"] if each["type"] == "add_to_cart"]
    assert (event["productId"], event["value"]) == (product["productId"], product["price"])
    assert told.value.ok


def test_a_list_page_asks_the_api_nothing(visit: Visit) -> None:
    watched = visit("/")
    asked: list[str] = []
    watched.page.on("request", lambda request: asked.append(request.url))
    watched.page.reload()
    watched.page.wait_for_load_state("networkidle")
    assert [url for url in asked if "/v1/ai/" in url or "panel.html" in url] == []
    assert any("/widget/v1/loader.js" in url for url in asked)


def test_rulers_follow_the_face_that_the_widget_measured_until_it_is_erased(visit: Visit) -> None:
    page = open_list(visit).page
    tell(page, "face", FACE)
    expect(page.locator("#shelf-face")).to_have_text("The soft band is your face: 138 mm ± 5 wide.")
    expect(page.locator(".card .ruler-band")).to_have_count(page.locator(".card").count())
    page.goto(f"/shop/products/{next(iter(catalogue(page)))}")
    expect(page.locator(".offer .ruler")).to_contain_text(["your face 138 mm ± 5", "your pupils 63 mm ± 2"])
    tell(page, "face", None)
    expect(page.locator(".offer .ruler")).to_have_count(1)
    expect(page.locator(".offer .ruler-band")).to_have_count(0)


def test_a_frame_from_the_widget_goes_into_the_shops_own_basket(visit: Visit) -> None:
    page = open_list(visit).page
    product = stocked(page)
    page.evaluate("() => { window.said = []; window.AIDiscovery = (...command) => said.push(command) }")
    assert not tell(page, "add-to-cart", {"productId": product["productId"]})  # the shop does what would follow
    expect(page.get_by_role("button", name="Basket (1)")).to_be_visible()
    assert page.evaluate("said") == [["cart", {"productId": product["productId"], "added": True}]]


def test_the_widgets_button_stands_for_the_variant_that_is_picked(visit: Visit) -> None:
    page = open_list(visit).page
    model = variants_of_one_model(page)[0]
    page.goto(f"/shop/products/{model['productId']}")
    button = page.locator("ai-discovery[mode=button]")
    expect(button.get_by_role("button", name="See it on your face")).to_be_visible()
    expect(button).to_have_attribute("product-id", model["productId"])
    page.locator(f"label[for={page.locator('input[name=colour]:not(:checked)').first.get_attribute('id')}]").click()
    expect(button).not_to_have_attribute("product-id", model["productId"])
    expect(button).to_have_attribute("product-id", re.compile(re.escape(page.url.rpartition("/")[2])))
    expect(button.get_by_role("button")).to_have_count(1)


def test_without_the_widget_the_shop_works_and_offers_nothing_that_is_not_there(visit: Visit) -> None:
    watched = open_list(visit)
    watched.refusals_expected = True
    page = watched.page
    page.route("**/widget/v1/loader.js", lambda route: route.abort())
    page.reload()
    expect(page.locator(".card").first).to_be_visible()
    expect(page.get_by_role("button", name="Find frames that fit")).to_have_count(0)
    page.goto(f"/shop/products/{stocked(page)['productId']}")
    page.get_by_role("button", name="Add to basket").click()
    expect(page.get_by_role("button", name="Basket (1)")).to_be_visible()
    expect(page.locator("[data-find]")).not_to_be_visible()


def test_a_panel_that_cannot_be_loaded_is_said(visit: Visit) -> None:
    watched = open_list(visit)
    watched.refusals_expected = True
    page = watched.page
    launcher = page.locator("body > ai-discovery")
    expect(launcher).to_be_hidden()
    page.route("**/widget/v/**", lambda route: route.abort())
    page.locator("[data-find]").click()
    expect(launcher.get_by_role("button")).to_contain_text("Try again")
    page.unroute("**/widget/v/**")
    launcher.get_by_role("button").click()
    expect(page.locator("iframe")).to_be_visible()


def test_the_launcher_is_there_when_the_pages_own_button_is_not(visit: Visit) -> None:
    page = open_list(visit).page
    launcher = page.locator("body > ai-discovery").get_by_role("button", name="Find frames that fit")
    expect(page.locator("[data-find]")).to_be_visible()
    expect(launcher).to_be_hidden()
    page.locator("footer").scroll_into_view_if_needed()
    expect(launcher).to_be_visible()


@pytest.mark.parametrize("scheme", SCHEMES)
def test_list_and_product_page_keep_the_accessibility_rules(visit: Visit, axe: str, scheme: str) -> None:
    page = open_list(visit, scheme=scheme).page
    page.evaluate(axe)
    assert violations(page) == []
    page.goto(f"/shop/products/{next(iter(catalogue(page)))}")
    expect(page.locator(".offer")).to_be_visible()
    page.evaluate(axe)
    assert violations(page) == []
