import gc
import math
import threading
import weakref

import numpy as np
import pytest

from shared.catalogue.index import CatalogueIndex
from shared.catalogue.product import Product
from tests.unit.discovery.frames import frame, shop, sun


def test_columns_hold_what_the_products_say():
    index = CatalogueIndex.of([frame("a", colour_family="Gold", lens=sun(3, polarized=True), uses=("beach",))])
    row = index.row_of["a"]
    assert index.coded["colour_family"].at(row) == "gold"
    assert index.flags["polarized"][row]
    assert index.tags["uses"]["beach"][row]
    assert index.numbers["frame_width"][row] == 136.0


def test_an_unknown_weight_is_not_zero():
    assert math.isnan(CatalogueIndex.of([frame("a", weight_g=None)]).numbers["weight_g"][0])


def test_variants_of_a_model_stand_together_and_ids_break_ties_by_their_own_order():
    index = CatalogueIndex.of([frame("b", model_id="1"), frame("a", model_id="2"), frame("c", model_id="1")])
    assert index.product_ids == ("b", "c", "a")
    assert list(index.model_starts) == [0, 2]
    assert list(index.id_order) == [1, 2, 0]


def test_a_category_4_lens_is_never_for_driving_whatever_the_record_says():
    assert not CatalogueIndex.of([frame("a", lens=sun(4, driving_ok=True))]).flags["driving_ok"][0]


def test_the_last_of_several_records_counts():
    index = CatalogueIndex.of([frame("a", brand="Old"), frame("a", brand="New")])
    assert len(index) == 1
    assert index.coded["brand"].at(0) == "New"


def test_products_are_let_go_as_they_are_read():
    kept: list[weakref.ref[Product]] = []
    most = 0

    def read():
        nonlocal most
        for number in range(20):
            product = frame(f"f{number}").model_copy()
            kept.append(weakref.ref(product))
            yield product
            del product
            gc.collect()
            most = max(most, sum(one() is not None for one in kept))

    assert len(CatalogueIndex.of(read())) == 20
    assert most <= 1  # the one at hand


def test_nothing_in_it_can_be_changed():
    index = CatalogueIndex.of(shop(9))
    with pytest.raises(ValueError, match="read-only"):
        index.numbers["price"][0] = 1.0
    with pytest.raises(TypeError):
        index.row_of["p-00000"] = 3  # type: ignore[index]


def test_an_empty_catalogue_is_an_index_too():
    index = CatalogueIndex.of([])
    assert len(index) == 0
    assert index.coded["brand"].grades({"x": 1.0}).size == 0


def test_unknown_ids_have_no_rows():
    assert list(CatalogueIndex.of([frame("a")]).rows(["a", "b"])) == [0]


def test_its_size_is_small():
    assert CatalogueIndex.of(shop(240)).nbytes < 240 * 400


def test_threads_read_the_same():
    index = CatalogueIndex.of(shop(60))
    seen: list[float] = []
    threads = [threading.Thread(target=lambda: seen.append(float(np.sum(index.numbers["price"])))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(seen)) == 1
