"""From designs to the products of a shop: one per model, size and colour."""

import math
import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from local.catalogue.camera import PX_PER_MM
from local.catalogue.chance import share
from local.catalogue.describe import description, title
from local.catalogue.design import Brand, Colour, Design, Size, Tint, brands, colours, tints
from local.catalogue.outline import lens_diagonal, lens_outline
from shared.catalogue.product import Availability, Images, Lens, Product

_PROGRESSIVE_FROM_MM = 28.0  # lens height that leaves room for a reading zone
_OUT_OF_STOCK, _PREORDER = 0.08, 0.11
_RX_RANGES = {"full": (-8.0, 6.0), "semi": (-6.0, 4.0), "rimless": (-5.0, 4.0)}
_RX_RANGE_WRAPPED = (-4.0, 3.0)


@dataclass(frozen=True)
class Variant:
    """A design in one size and one colour, with its name in the catalogue."""

    brand: Brand
    design: Design
    size: Size
    colour_key: str
    tint_key: str

    @property
    def model_id(self) -> str:
        return slug(f"{self.brand.key} {self.design.name}")

    @property
    def product_id(self) -> str:
        return f"{self.model_id}-{self.colour_key}-{self.size.lens_width:.0f}"

    @property
    def colour(self) -> Colour:
        return colours()[self.colour_key]

    @property
    def tint(self) -> Tint:
        return tints()[self.tint_key]


def slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")


@cache
def variants() -> tuple[Variant, ...]:
    """Every variant of every brand, in the order of the data."""
    return tuple(
        Variant(brand, design, size, colour, tint)
        for brand in brands()
        for design in brand.designs
        for size in design.all_sizes()
        for colour, tint in design.colours
    )


def product(variant: Variant, bridge_anchor_px: tuple[float, float]) -> Product:
    """The catalogue's row; paths are root-relative."""
    brand, design, size, tint = variant.brand, variant.design, variant.size, variant.tint
    weight = _weight_g(design, size)
    ring = lens_outline(design.outline, size.lens_width, size.lens_height)
    folder = f"/shop/frames/{variant.product_id}"
    return Product(
        product_id=variant.product_id,
        sku=_sku(variant),
        model_id=variant.model_id,
        client_id=brand.client_id,
        brand=brand.name,
        title=title(brand.name, design, variant.colour),
        description=description(design, size, variant.colour, tint, weight),
        category=design.category,
        url=f"/shop/products/{variant.product_id}",
        availability=_availability(variant),
        price=Decimal(design.price + tint.surcharge).quantize(Decimal("0.01")),
        currency="EUR",
        frame_shape=design.shape,
        rim_type=design.rim_type,
        material=design.material,
        colour=variant.colour.label,
        colour_family=variant.colour.family,
        weight_g=weight,
        gender=design.gender,
        nose_fit="low_bridge" if design.low_bridge else "standard",
        nose_pads=design.wire or design.shape == "browline",
        styles=design.styles,
        uses=tuple(use for use in design.uses if use != "driving" or tint.driving_ok),
        lens_width=size.lens_width,
        lens_height=size.lens_height,
        bridge=size.bridge,
        temple=size.temple,
        frame_width=size.frame_width,
        lens_diagonal=round(lens_diagonal(ring), 1),
        lens=Lens(**tint.model_dump(include=set(Lens.model_fields))),
        rx_able=tint.category < 4,
        rx_range=_rx_range(design, tint),
        progressive_ok=tint.category < 4 and size.lens_height >= _PROGRESSIVE_FROM_MM,
        min_pd=size.lens_width + size.bridge - 12,
        max_pd=size.lens_width + size.bridge + 2,
        images=Images(
            front=f"{folder}/front.png",
            angle=f"{folder}/angle.png",
            try_on_png=f"{folder}/tryon.png",
            px_per_mm=PX_PER_MM,
            bridge_anchor_px=bridge_anchor_px,
        ),
        model3d=f"{folder}/frame.glb",
        popularity=_popularity(variant),
    )


def _sku(variant: Variant) -> str:
    initials = "".join(word[0] for word in variant.brand.key.split("-")) + variant.brand.key[1:3]
    colour = "".join(word[:3] for word in variant.colour_key.split("-"))
    model = slug(variant.design.name).replace("-", "")
    return f"{initials}-{model}-{colour}-{variant.size.lens_width:.0f}".upper()


def _weight_g(design: Design, size: Size) -> float:
    """The first size's weight, growing with the front's width."""
    first = design.all_sizes()[0]
    half_grams = design.weight * math.pow(size.frame_width / first.frame_width, 1.5) * 2
    return round(half_grams) / 2


def _availability(variant: Variant) -> Availability:
    drawn = share("stock", variant.product_id)
    if drawn < _OUT_OF_STOCK:
        return "out_of_stock"
    return "preorder" if drawn < _PREORDER else "in_stock"


def _popularity(variant: Variant) -> float:
    """Few models are loved by many: the model's own share squared, varied by colour and size."""
    model = share("model", variant.model_id) ** 2
    return round(0.05 + 0.6 * model + 0.3 * share("variant", variant.product_id), 3)


def _rx_range(design: Design, tint: Tint) -> tuple[float, float] | None:
    if tint.category == 4:
        return None
    return _RX_RANGE_WRAPPED if "sporty" in design.styles else _RX_RANGES[design.rim_type]
