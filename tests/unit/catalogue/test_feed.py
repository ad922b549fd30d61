"""A feed's rows, and what they change."""

from decimal import Decimal
from typing import Any

from shared.catalogue.feed import compare, read
from shared.catalogue.product import Images, Product
from tests.unit.discovery.frames import frame

IMAGES = Images(front="https://shop.example/front.png")


def _stored(id: str, **changes: Any) -> Product:
    return frame(id, **{"client_id": "one", "images": IMAGES, **changes})


def _row(id: str, **changes: Any) -> dict[str, Any]:
    row = _stored(id).model_dump(mode="json", by_alias=True, exclude={"popularity", "boost"})
    return {**row, **changes}


def _said(*rows: object) -> list[str]:
    return [str(problem) for problem in read(rows, "one").problems]


def test_a_row_becomes_a_product_of_this_client() -> None:
    row = _row("a")
    del row["clientId"]
    feed = read([row], "one")
    assert feed.products == {"a": _stored("a")} and not feed.problems


def test_a_problem_names_row_product_and_field() -> None:
    said = _said(_row("a"), _row("b", lensWidth=-5, frameShape="heptagon"), {}, "nonsense")
    assert said[0].startswith("row 2 (b): frameShape: ") and "heptagon" in said[0]
    assert said[1].startswith("row 2 (b): lensWidth: ") and "-5" in said[1]
    assert "row 3: productId: Field required" in said
    assert said[-1] == "row 4: is not a product's JSON object"


def test_a_bad_row_takes_no_other_with_it() -> None:
    feed = read([_row("a"), _row("b", price="cheap"), _row("c")], "one")
    assert list(feed.products) == ["a", "c"] and feed.skipped == {"b"}


def test_another_clients_row_is_refused() -> None:
    """D17: a feed writes only to the client it was given for."""
    assert _said(_row("a", clientId="two")) == ["row 1 (a): clientId: names another client than one"]


def test_the_second_row_of_an_id_is_refused_and_the_first_counts() -> None:
    feed = read([_row("a", title="First"), _row("a", title="Second")], "one")
    assert feed.products["a"].title == "First" and not feed.skipped
    assert [str(problem) for problem in feed.problems] == ["row 2 (a): productId: stands in row 1 already"]


def test_an_address_that_a_page_must_not_show_is_refused() -> None:
    said = _said(_row("a", url="javascript:alert(1)"), _row("b", images={"front": "/front.png"}))
    assert [line.split(":")[1].strip() for line in said] == ["url", "images.front"]


def test_a_negative_price_is_refused() -> None:
    assert _said(_row("a", price="-1")) == ["row 1 (a): price: must be 0 or more, not -1"]


def test_a_feed_adds_changes_and_removes() -> None:
    stored = {id: _stored(id) for id in ("same", "dearer", "gone")}
    difference = compare(read([_row("same"), _row("dearer", price="150.00"), _row("new")], "one"), stored)
    assert [product.product_id for product in difference.added] == ["new"]
    assert [(product.product_id, product.price) for product in difference.changed] == [("dearer", Decimal("150.00"))]
    assert difference.removed == ("gone",) and difference.unchanged == 1


def test_a_product_whose_row_is_bad_today_stays() -> None:
    difference = compare(read([_row("a", price="cheap")], "one"), {"a": _stored("a")})
    assert not difference.removed and not difference.changed


def test_what_was_learnt_here_stays_unless_the_feed_says_otherwise() -> None:
    stored = {"a": _stored("a", popularity=0.9, boost=0.4)}
    silent, named = _row("a"), _row("a", boost=-1)
    assert compare(read([silent], "one"), stored).unchanged == 1
    [changed] = compare(read([named], "one"), stored).changed
    assert (changed.popularity, changed.boost) == (0.9, -1)


def test_removing_more_than_half_is_too_many() -> None:
    stored = {id: _stored(id) for id in "abcd"}
    assert not compare(read([_row("a"), _row("b")], "one"), stored).removes_too_many
    assert compare(read([_row("a")], "one"), stored).removes_too_many
    assert not compare(read([], "one"), {}).removes_too_many
