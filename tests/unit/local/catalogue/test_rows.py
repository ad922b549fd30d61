"""The catalogue's rows: enough of everything, and every number by the rules of its standard."""

from collections import Counter
from functools import cache
from typing import get_args

import pytest

from local.catalogue.rows import product, variants
from shared.catalogue.product import FrameShape, Product

# EN ISO 12312-1: luminous transmittance in percent, over the first and up to the second.
TAU = {0: (80, 100), 1: (43, 80), 2: (18, 43), 3: (8, 18), 4: (3, 8)}


@cache
def rows(client: str | None = None) -> list[Product]:
    made = [product(variant, (400.0, 80.0)) for variant in variants()]
    return [row for row in made if client in (None, row.client_id)]


def test_the_demo_client_has_a_full_shop() -> None:
    shop = rows("training-client")
    assert 240 <= len(shop) <= 320
    assert {row.frame_shape for row in shop} == set(get_args(FrameShape))
    assert {row.rim_type for row in shop} == {"full", "semi", "rimless"}
    assert {row.nose_fit for row in shop} == {"standard", "low_bridge"}
    assert 0.3 < sum(row.category == "sunglasses" for row in shop) / len(shop) < 0.5
    assert 0.02 < sum(row.availability == "out_of_stock" for row in shop) / len(shop) < 0.2
    assert len({row.brand for row in shop}) >= 6
    assert len({row.size_mark for row in shop}) >= 3


def test_narrow_and_wide_faces_are_both_served() -> None:
    widths = [row.frame_width for row in rows("training-client")]
    assert min(widths) <= 118
    assert max(widths) >= 152


def test_the_second_client_shares_nothing_with_the_first() -> None:
    first, second = rows("training-client"), rows("second-client")
    assert 20 <= len(second) <= 40
    assert not {row.brand for row in first} & {row.brand for row in second}
    assert len({row.client_id for row in rows()}) == 2


def test_every_model_comes_in_sizes_and_colours() -> None:
    models: dict[str, list[Product]] = {}
    for row in rows():
        models.setdefault(row.model_id, []).append(row)
    assert 40 <= len(models) <= 60
    for products in models.values():
        sizes, colours = {row.size_mark for row in products}, {row.colour for row in products}
        assert 2 <= len(sizes) <= 4
        assert 2 <= len(colours) <= 4
        assert len(products) == len(sizes) * len(colours)


@pytest.mark.parametrize("client", ["training-client", "second-client"])
def test_lengths_obey_the_boxing_system(client: str) -> None:
    for row in rows(client):
        assert_boxed(row)


def assert_boxed(row: Product) -> None:
    assert 38 <= row.lens_width <= 60
    assert 14 <= row.bridge <= 24
    assert 120 <= row.temple <= 150
    end_pieces = row.frame_width - 2 * row.lens_width - row.bridge
    assert 8 <= end_pieces <= 16
    assert row.lens_diagonal >= row.lens_width - 0.05
    assert row.lens_diagonal < (row.lens_width**2 + row.lens_height**2) ** 0.5
    assert row.min_pd is not None and row.max_pd is not None and row.min_pd < row.lens_width + row.bridge < row.max_pd


@pytest.mark.parametrize("client", ["training-client", "second-client"])
def test_lenses_obey_the_sun_standard(client: str) -> None:
    for row in rows(client):
        assert_classified(row)


def assert_classified(row: Product) -> None:
    above, up_to = TAU[row.lens.category]
    assert above < row.lens.tau <= up_to
    assert (row.lens.category == 0) == (row.category == "eyeglasses")
    if row.lens.category == 4:
        assert not row.lens.driving_ok
        assert "driving" not in row.uses
        assert "not for driving" in row.description


def test_some_lenses_are_special() -> None:
    lenses = Counter(
        kind
        for row in rows()
        for kind, there in (
            ("polarized", row.lens.polarized),
            ("gradient", row.lens.gradient),
            ("mirror", row.lens.mirror),
            ("glacier", row.lens.category == 4),
        )
        if there
    )
    assert all(lenses[kind] >= 4 for kind in ("polarized", "gradient", "mirror", "glacier"))


def test_names_are_unique() -> None:
    assert len({row.product_id for row in rows()}) == len(rows())
    assert len({(row.client_id, row.sku) for row in rows()}) == len(rows())


def test_words_state_only_the_product_s_own_figures() -> None:
    for row in rows():
        assert row.title.endswith(f"· {row.colour}")
        assert row.title.startswith(row.brand)
        assert "!" not in row.title + row.description
        if " g " in row.description or row.description.endswith(" g."):
            assert f"{row.weight_g:g} g" in row.description
        if "polarized" in row.description:
            assert row.lens.polarized
        if "gradient" in row.description or "lighten" in row.description or "fades" in row.description:
            assert row.lens.gradient
        if "%" in row.description:
            assert f"{row.lens.tau:g} %" in row.description


def test_popularity_varies_and_never_changes() -> None:
    drawn = [row.popularity for row in rows()]
    assert len(set(drawn)) > 150
    assert drawn == [product(variant, (0.0, 0.0)).popularity for variant in variants()]
