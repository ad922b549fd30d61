"""Frames to test with: one by one, and a small shop that is the same on every run."""

import random
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from shared.catalogue.index import CatalogueIndex
from shared.catalogue.product import Images, Lens, Product
from shared.discovery.ranking import Ranking, rank_again, shortlist
from shared.discovery.wishes import Wishes
from shared.faces.measurement import Length
from shared.faces.result import FaceResult, FaceShape, Pose

SHAPES = ["round", "oval", "panto", "rectangle", "square", "wayfarer", "aviator", "cat-eye", "browline", "geometric"]
COLOURS = ["black", "tortoise", "gold", "silver", "blue", "brown", "clear", "red", "green", "rose-gold"]
STYLES = ["classic", "bold", "retro", "minimal", "elegant", "modern"]
USES = ["driving", "sport", "office", "beach", "outdoor", "everyday"]
BRANDS = ["Norrland", "Casa Lume", "Tideline", "Oriel"]


def frame(product_id: str = "f-1", **changes: Any) -> Product:
    facts: dict[str, Any] = {
        "product_id": product_id,
        "sku": f"SKU-{product_id}",
        "model_id": f"model-{product_id}",
        "client_id": "shop",
        "brand": "Norrland",
        "title": f"Frame {product_id}",
        "category": "eyeglasses",
        "url": f"https://shop.example/{product_id}",
        "availability": "in_stock",
        "price": Decimal("120.00"),
        "currency": "EUR",
        "frame_shape": "round",
        "rim_type": "full",
        "material": "acetate",
        "colour": "Black",
        "colour_family": "black",
        "lens_width": 50.0,
        "lens_height": 42.0,
        "bridge": 19.0,
        "temple": 145.0,
        "frame_width": 136.0,
        "lens_diagonal": 52.0,
        "images": Images(front="front.png"),
    }
    return Product(**(facts | changes))


def sun(category: int = 3, **changes: Any) -> Lens:
    return Lens(**({"category": category, "tau": 12.0, "colour": "grey", "driving_ok": category < 4} | changes))


def shop(size: int = 240, seed: int = 7) -> list[Product]:
    """Models in up to three sizes, half of them sunglasses."""
    dice = random.Random(seed)  # noqa: S311
    return [_stocked(number, dice) for number in range(size)]


def _stocked(number: int, dice: random.Random) -> Product:
    model, step = divmod(number, 3)
    steady = random.Random(model)  # noqa: S311
    sunny = model % 2 == 0
    shape, colour, material = (
        steady.choice(SHAPES),
        dice.choice(COLOURS),
        steady.choice(["acetate", "metal", "titanium"]),
    )
    lens = 47.0 + 2.5 * step + steady.randrange(3)
    bridge = float(steady.randrange(16, 22))
    return frame(
        f"p-{number:05d}",
        model_id=f"m-{model:05d}",
        brand=steady.choice(BRANDS),
        title=f"{steady.choice(['Fjord', 'Alba', 'Kestrel', 'Juniper', 'Marlow', 'Sorrel'])} {model} {colour}",
        category="sunglasses" if sunny else "eyeglasses",
        availability="out_of_stock" if dice.random() < 0.08 else "in_stock",
        price=Decimal(dice.randrange(49, 320)) + Decimal("0.90"),
        frame_shape=shape,
        rim_type=steady.choice(["full", "full", "semi", "rimless"]),
        material=material,
        colour=colour.title(),
        colour_family=colour,
        weight_g=dice.choice([None, 14.0, 19.0, 24.0, 31.0]),
        gender=steady.choice(["women", "men", "unisex", "unisex"]),
        nose_fit="low_bridge" if model % 9 == 0 else "standard",
        nose_pads=material != "acetate",
        styles=tuple(steady.sample(STYLES, 2)),
        uses=tuple(steady.sample(["driving", "sport", "beach", "outdoor"] if sunny else ["office", "everyday"], 2)),
        lens_width=lens,
        lens_height=lens * 0.82,
        bridge=bridge,
        frame_width=2 * lens + bridge + 16,
        lens_diagonal=lens + 2,
        lens=sun(dice.choice([2, 3, 3, 4]), polarized=dice.random() < 0.4) if sunny else Lens(),
        progressive_ok=lens * 0.82 >= 41,
        popularity=round(dice.random(), 2),
        boost=dice.choice([0.0, 0.0, 0.0, 0.5]),
    )


class Stock:
    """Products with their index, ranked as the functions do it: a shortlist, read afresh, ranked again."""

    def __init__(self, products: Sequence[Product]) -> None:
        self.by_id = {product.product_id: product for product in products}
        self.index = CatalogueIndex.of(products)

    def rank(
        self,
        wishes: Wishes,
        seen: FaceResult | None,
        *,
        limit: int,
        least: int = 1,
        exclude: frozenset[str] = frozenset(),
    ) -> Ranking:
        found = shortlist(self.index, wishes, seen, limit=limit, least=least, exclude=exclude)
        return rank_again([self.by_id[id] for id in found.product_ids], wishes, seen, found, limit=limit)


def face(
    shape: FaceShape | None = "round", width_mm: float = 136.0, error_mm: float = 3.0, probability: float = 0.7
) -> FaceResult:
    rest = (1 - probability) / 4
    names: tuple[FaceShape, ...] = ("heart", "oblong", "oval", "round", "square")
    return FaceResult(
        shape=shape,
        probabilities={name: probability if name == (shape or "oval") else rest for name in names},
        measurements={"faceWidth": Length(width_mm, error_mm), "pupillaryDistance": Length(63.0, 2.5)},
        size_band="medium",
        pose=Pose(0.0, 0.0, 0.0),
    )
