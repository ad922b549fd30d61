"""Demo data into the store."""

import json
from pathlib import Path

import pytest

from local.demo import SECOND, TRAINING
from local.seed import seed
from shared.accounts.directory import Directory
from shared.catalogue.repository import Catalogue
from shared.platform.settings import Settings
from shared.platform.tenant import ClientDocuments
from shared.platform.wiring import Platform, connect
from tests.unit.discovery.frames import frame


@pytest.fixture
def catalogue(tmp_path: Path) -> Path:
    folder = tmp_path / "catalogue"
    folder.mkdir()
    _write(folder, "a", "b")
    return folder


def _write(folder: Path, *ids: str) -> None:
    products = {
        shop.client_id: [
            frame(id, client_id=shop.client_id, url=f"/shop/products/{id}").model_dump(mode="json", by_alias=True)
            for id in ids
        ]
        for shop in (TRAINING, SECOND)
    }
    (folder / "products.json").write_text(json.dumps(products), "utf-8")
    (folder / "digest.txt").write_text(" ".join(ids), "utf-8")


@pytest.fixture
def wired(tmp_path: Path) -> Platform:
    return connect(Settings(tmp_path / "data", "http://127.0.0.1:9000", tmp_path, b"s", "INFO", "test"))


def _ours(wired: Platform) -> Catalogue:
    return Catalogue(ClientDocuments(wired.documents, TRAINING.client_id))


def test_both_shops_open_with_their_keys_and_frames(wired: Platform, catalogue: Path) -> None:
    """B6: `training-client` exists in the demo data."""
    seed(wired, catalogue)
    directory = Directory(wired.documents, wired.clock)
    for shop in (TRAINING, SECOND):
        caller = directory.caller(shop.key)
        assert caller is not None
        assert caller.client.client_id == shop.client_id
        assert len(Catalogue(ClientDocuments(wired.documents, shop.client_id)).index()) == 2


def test_addresses_are_absolute_as_in_a_shops_feed(wired: Platform, catalogue: Path) -> None:
    seed(wired, catalogue)
    [product] = _ours(wired).get_many(["a"])
    assert product.url == "http://127.0.0.1:9000/shop/products/a"


def test_seeding_again_writes_products_only_when_they_changed(wired: Platform, catalogue: Path) -> None:
    seed(wired, catalogue)
    before = _ours(wired).version()
    seed(wired, catalogue)
    assert _ours(wired).version() == before
    _write(catalogue, "a", "b", "c")
    seed(wired, catalogue)
    assert len(_ours(wired).index()) == 3


def test_what_try_on_draws_lies_in_the_store_of_its_shop(wired: Platform, catalogue: Path) -> None:
    """C7: a request asks nobody outside for a frame's picture."""
    images = {"front": "/shop/frames/a/front.png", "tryOnPng": "/shop/frames/a/tryon.png"}
    rows = json.loads((catalogue / "products.json").read_text("utf-8"))
    for products in rows.values():
        products[0]["images"] = images
    (catalogue / "products.json").write_text(json.dumps(rows), "utf-8")
    (catalogue / "frames" / "a").mkdir(parents=True)
    (catalogue / "frames" / "a" / "tryon.png").write_bytes(b"picture")
    seed(wired, catalogue)
    kept = [file.path for file in wired.files.list("frames/")]
    assert kept == ["frames/second-client/a.png", "frames/training-client/a.png"]
    assert wired.files.get(kept[0]) == b"picture"
