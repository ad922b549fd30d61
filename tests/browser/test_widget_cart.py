"""From the widget into the basket of the shop's own platform, each in its own protocol."""

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.embedding import Embedding, Visited
from tests.browser.host_pages import Answer, Sent

PRODUCT = {"productId": "4711", "sku": "R-48", "title": "Round 48", "price": "149.00", "currency": "EUR"}
FORM_KEY = "Tq3rWn8zKfYdLx2P"
HEARD = "() => heard.filter(({ type }) => type === 'cart')"
WOO = """<script>window.wc_add_to_cart_params = { wc_ajax_url: "/shop/?wc-ajax=%%endpoint%%" };
window.jQuery = (node) => ({ trigger: (name, given) => {
  window.triggered = [node.localName, name, given]; } });</script>"""
MAGENTO = """<script>window.BASE_URL = "/de/"; document.cookie = "form_key=FORM_KEY; path=/";
window.require = (names, use) => use({ reload: (sections) => {
  window.reloaded = [...names, ...sections]; } });</script>"""


def shopify(sent: Sent) -> Answer:
    """https://shopify.dev/docs/api/ajax/reference/cart."""
    if sent.path != "/cart/add.js" or not sent.fields.get("id", "").isdigit():
        return Answer(404, {"status": 404, "message": "Cart Error", "description": "Cannot find variant"})
    if sent.fields["id"] == "13":
        said = "All 1 Round 48 are in your cart."
        return Answer(422, {"status": 422, "message": "Cart Error", "description": said})
    return Answer(200, {"id": int(sent.fields["id"]), "quantity": int(sent.fields["quantity"]), "title": "Round 48"})


def woocommerce(sent: Sent) -> Answer:
    """WC_AJAX::add_to_cart: always 200."""
    assert sent.path == "/shop/?wc-ajax=add_to_cart" and sent.fields["quantity"] == "1"
    if sent.fields["product_id"] == "13":
        return Answer(200, {"error": True, "product_url": "/product/round-48"})
    return Answer(200, {"fragments": {"div.cart": "<div>1</div>"}, "cart_hash": "abc"})


def magento(sent: Sent) -> Answer:
    r"""Magento\Checkout\Controller\Cart\Add: without its form key it leads back, as a refusal does."""
    assert sent.path == "/de/checkout/cart/add/" and sent.headers["X-Requested-With"] == "XMLHttpRequest"
    if sent.fields.get("form_key") != FORM_KEY:
        return Answer(200, {"backUrl": "/de/"})
    if sent.fields["product"] == "13":
        return Answer(200, {"backUrl": "/de/round-48.html"})
    return Answer(200, [])


PLATFORMS = {
    "shopify": (shopify, ""),
    "woocommerce": (woocommerce, WOO),
    "magento": (magento, MAGENTO.replace("FORM_KEY", FORM_KEY)),
}


@pytest.mark.parametrize("platform", PLATFORMS)
def test_a_frame_goes_into_the_platforms_basket(foreign: Embedding, platform: str) -> None:
    """A1, A6: and a refusal is said, not hidden."""
    shop = opened(foreign, platform)
    add(shop, PRODUCT)
    add(shop, {**PRODUCT, "productId": "13"})
    assert answers(shop, 2) == [
        {"type": "cart", "productId": "4711", "added": True},
        {"type": "cart", "productId": "13", "added": False}
        | ({"message": "All 1 Round 48 are in your cart."} if platform == "shopify" else {}),
    ]
    assert len(shop.told("add-to-cart")) == 2
    if platform == "woocommerce":
        fragments = {"div.cart": "<div>1</div>"}
        assert shop.page.evaluate("triggered") == ["body", "added_to_cart", [fragments, "abc"]]
    if platform == "magento":
        assert shop.page.evaluate("reloaded") == ["Magento_Customer/js/customer-data", "cart"]


def test_shopifys_global_ids_and_language_folders_are_known(foreign: Embedding) -> None:
    root = '<script>window.Shopify = { routes: { root: "/fr/" } };</script>'
    shop = opened(foreign, "shopify", root)
    foreign.shop.till = lambda sent: Answer(200, {"id": 8})
    add(shop, {**PRODUCT, "productId": "gid://shopify/ProductVariant/4711"})
    assert answers(shop, 1)[0]["added"] is True
    assert (foreign.shop.sent[-1].path, foreign.shop.sent[-1].fields["id"]) == ("/fr/cart/add.js", "4711")


def test_an_answer_that_is_none_is_a_refusal(foreign: Embedding) -> None:
    shop = opened(foreign, "shopify")
    foreign.shop.till = lambda sent: Answer(503, None)
    add(shop, PRODUCT)
    assert answers(shop, 1) == [{"type": "cart", "productId": "4711", "added": False}]


def test_a_shop_that_does_it_itself_prevents_the_default(foreign: Embedding) -> None:
    """A6: nothing is posted; its own answer reaches the panel, with its words."""
    own = """<script>document.addEventListener("ai-discovery:add-to-cart", (event) => { event.preventDefault();
        AIDiscovery("cart", { productId: event.detail.productId, added: false,
          message: "Only in our shop" }); });</script>"""
    shop = opened(foreign, "shopify", own)
    before = len(foreign.shop.sent)
    add(shop, PRODUCT)
    assert answers(shop, 1) == [
        {"type": "cart", "productId": "4711", "added": False, "message": "Only in our shop"},
    ]
    assert len(foreign.shop.sent) == before


def test_a_plain_page_hears_of_it_and_posts_nothing(foreign: Embedding) -> None:
    shop = opened(foreign, "html")
    before = len(foreign.shop.sent)
    add(shop, PRODUCT)
    shop.page.wait_for_function("told.some(({ name }) => name === 'add-to-cart')")
    assert shop.told("add-to-cart")[0]["detail"] == PRODUCT
    assert len(foreign.shop.sent) == before


def opened(foreign: Embedding, platform: str, head: str = "") -> Visited:
    till, known = PLATFORMS.get(platform, (None, ""))
    foreign.shop.till = till
    url = foreign.shop.page(foreign.tag(platform=platform), head=known + head)
    shop = foreign.visit(url, stand_in=True)
    shop.launcher.click()
    expect(shop.stage).to_have_attribute("data-state", "drawn")
    assert shop.in_panel("setup.platform") == platform
    return shop


def add(shop: Visited, product: dict[str, str]) -> None:
    shop.panel_says({"type": "event", "name": "add-to-cart", "detail": product})


def answers(shop: Visited, count: int) -> list[dict[str, Any]]:
    """In the order of the products' ids, once there are so many."""
    for _ in range(50):
        if len(shop.in_panel(HEARD)) >= count:
            break
        shop.page.wait_for_timeout(50)
    found: list[dict[str, Any]] = shop.in_panel(HEARD)
    return sorted(found, key=lambda answer: -len(answer["productId"]))
