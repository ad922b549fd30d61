"""Feeds as files."""

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from local.ops import feed_file
from local.ops.refused import Refused
from shared.catalogue.feed import read
from shared.catalogue.product import Images, Lens, Product
from tests.unit.discovery.frames import frame

FULL = frame(
    "full",
    client_id="one",
    images=Images(front="https://a.example/f.png", px_per_mm=4.5, bridge_anchor_px=(1.5, 2.0)),
    lens=Lens(category=3, tau=12.5, colour="grey, dark", polarized=True),
    styles=("classic", "bold"),
    uses=("driving",),
    rx_range=(-6.0, 4.0),
    weight_g=21.5,
    description='Said "light",\non two lines',
)
PLAIN = frame("plain", client_id="one", images=Images(front="https://a.example/p.png"))


def _write(path: Path, text: str) -> Path:
    path.write_text(text, "utf-8")
    return path


def _flat(product: dict[str, Any], within: str = "") -> dict[str, str]:
    flat: dict[str, str] = {}
    for name, value in product.items():
        column = within + name
        if isinstance(value, dict):
            flat |= _flat(value, f"{column}.")
        elif value is not None:
            flat[column] = "|".join(map(str, value)) if isinstance(value, list) else str(value)
    return flat


def _csv(path: Path, delimiter: str, *products: Product) -> Path:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, feed_file.columns(), delimiter=delimiter)
        writer.writeheader()
        writer.writerows(_flat(product.model_dump(mode="json", by_alias=True)) for product in products)
    return path


@pytest.mark.parametrize("delimiter", [",", ";"])
def test_products_come_back_from_csv_as_they_were(tmp_path: Path, delimiter: str) -> None:
    """D15: every field of a product has its column."""
    feed = read(feed_file.rows(_csv(tmp_path / "feed.csv", delimiter, FULL, PLAIN)), "one")
    assert feed.products == {"full": FULL, "plain": PLAIN} and not feed.problems


@pytest.mark.parametrize("wrap", [lambda rows: rows, lambda rows: {"products": rows}])
def test_products_come_back_from_json_as_they_were(tmp_path: Path, wrap: Any) -> None:
    rows = [product.model_dump(mode="json", by_alias=True) for product in (FULL, PLAIN)]
    path = _write(tmp_path / "feed.json", json.dumps(wrap(rows)))
    assert read(feed_file.rows(path), "one").products == {"full": FULL, "plain": PLAIN}


def test_every_list_of_a_product_is_known_to_be_one() -> None:
    full = FULL.model_dump(mode="json", by_alias=True)
    nested = {f"images.{name}": value for name, value in full["images"].items()}
    assert {name for name, value in (full | nested).items() if isinstance(value, list)} == feed_file.LISTS


def test_a_row_longer_than_the_header_is_a_problem_of_that_row(tmp_path: Path) -> None:
    path = _write(tmp_path / "feed.csv", "productId,title\na,One,stray\n")
    problems = read(feed_file.rows(path), "one").problems
    assert any("beyond the header" in str(problem) for problem in problems)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("feed.csv", "productId,titel\na,b\n", "columns that no product has: titel"),
        ("feed.csv", "", "has no header"),
        ("feed.csv", 'productId,title\na,"open', "is not CSV"),
        ("feed.json", "{", "is not JSON"),
        ("feed.json", '{"items": []}', "JSON list of products"),
        ("feed.xml", "<a/>", "ends in .json or .csv"),
    ],
)
def test_a_file_that_is_no_feed_is_said(tmp_path: Path, name: str, content: str, said: str) -> None:
    with pytest.raises(Refused, match=said):
        feed_file.rows(_write(tmp_path / name, content))


def test_bytes_that_are_no_text_are_said(tmp_path: Path) -> None:
    (tmp_path / "feed.csv").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(Refused, match="not UTF-8"):
        feed_file.rows(tmp_path / "feed.csv")
