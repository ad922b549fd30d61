"""The demo shop in a real browser: list, product page, basket."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import SCHEMES
from tests.browser.steps import Visit, body_of, catalogue, open_list, shown_products, violations


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
    products = catalogue(page).values()
    model = next(each for each in products if sum(other["modelId"] == each["modelId"] for other in products) > 2)
    page.goto(f"/shop/products/{model['productId']}")
    other = page.locator("input[name=colour]:not(:checked)").first
    chosen = other.get_attribute("id")
    page.locator(f"label[for={chosen}]").click()
    expect(page).not_to_have_url(re.compile(re.escape(model["productId"]) + "$"))
    expect(page.locator(f"#{chosen}")).to_be_checked()
    expect(page.locator(f"#{chosen}")).to_be_focused()


def test_the_basket_keeps_a_frame_and_the_api_is_told(visit: Visit) -> None:
    """A3, B15: a visit to a product page begins a session; adding to the basket is one of its events."""
    page = open_list(visit).page
    stocked = next(each for each in catalogue(page).values() if each["availability"] == "in_stock")
    with page.expect_response("**/v1/ai/session/start") as started:
        page.goto(f"/shop/products/{stocked['productId']}")
    assert body_of(started.value.request)["productId"] == stocked["productId"]
    with page.expect_response("**/v1/events") as told:
        page.get_by_role("button", name="Add to basket").click()
    (event,) = body_of(told.value.request)["events"]
    assert (event["type"], event["productId"]) == ("add_to_cart", stocked["productId"])
    assert told.value.json()["data"]["accepted"] == 1
    page.reload()
    page.get_by_role("button", name="Basket (1)").click()
    expect(page.locator(".basket")).to_contain_text(stocked["title"].split(" · ")[0])
    page.get_by_role("button", name="Take out").click()
    expect(page.locator(".basket")).to_contain_text("Nothing here yet")


@pytest.mark.parametrize("scheme", SCHEMES)
def test_list_and_product_page_keep_the_accessibility_rules(visit: Visit, axe: str, scheme: str) -> None:
    page = open_list(visit, scheme=scheme).page
    page.evaluate(axe)
    assert violations(page) == []
    page.goto(f"/shop/products/{next(iter(catalogue(page)))}")
    expect(page.locator(".offer")).to_be_visible()
    page.evaluate(axe)
    assert violations(page) == []
