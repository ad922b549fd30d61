"""A frame as the shop sells it. JSON in camelCase; lengths in mm by the boxing system (ISO 8624)."""

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel

Category = Literal["eyeglasses", "sunglasses"]
FrameShape = Literal[
    "round", "oval", "panto", "rectangle", "square", "wayfarer", "aviator", "cat-eye", "browline", "geometric"
]
RimType = Literal["full", "semi", "rimless"]
Material = Literal["acetate", "metal", "titanium", "steel", "nylon", "wood"]
Availability = Literal["in_stock", "out_of_stock", "preorder"]
Mm = Annotated[float, Field(gt=0, le=300)]


class _Model(BaseModel):
    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, frozen=True, extra="forbid")


class Images(_Model):
    """`try_on_png` has transparent lenses and no shadow, `px_per_mm` pixels to the mm; `bridge_anchor_px` is the
    middle of the bridge's upper edge in it."""

    front: str
    angle: str | None = None
    try_on_png: str | None = None
    px_per_mm: float | None = None
    bridge_anchor_px: tuple[float, float] | None = None


class Lens(_Model):
    """Sun protection by EN ISO 12312-1. `tau` is the luminous transmittance in percent."""

    category: Annotated[int, Field(ge=0, le=4)] = 0
    tau: Annotated[float, Field(gt=0, le=100)] = 92.0
    colour: str = "clear"
    uv400: bool = True
    polarized: bool = False
    gradient: bool = False
    mirror: bool = False
    driving_ok: bool = True


class Product(_Model):
    """One variant: a model in one size and one colour; `model_id` groups the variants of a model."""

    product_id: Annotated[str, Field(pattern=r"^[A-Za-z0-9._-]{1,50}$")]
    sku: Annotated[str, Field(min_length=1, max_length=50)]
    model_id: Annotated[str, Field(min_length=1, max_length=50)]
    client_id: str
    brand: Annotated[str, Field(max_length=70)]
    title: Annotated[str, Field(min_length=1, max_length=150)]
    description: Annotated[str, Field(max_length=5000)] = ""
    category: Category
    url: str
    availability: Availability
    price: Decimal
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")]

    frame_shape: FrameShape
    rim_type: RimType
    material: Material
    colour: str  # as the shop calls it: "Tortoise brown"
    colour_family: str  # a key of discovery's lexicon: black, brown, tortoise, gold, silver, blue …
    weight_g: Annotated[float, Field(gt=0, le=200)] | None = None
    gender: Literal["women", "men", "unisex"] = "unisex"
    age_group: Literal["adult", "kids"] = "adult"
    nose_fit: Literal["standard", "low_bridge"] = "standard"
    nose_pads: bool = False
    styles: tuple[str, ...] = ()  # classic, bold, retro, minimal, sporty, elegant …
    uses: tuple[str, ...] = ()  # driving, sport, office, beach, outdoor, everyday …

    lens_width: Mm  # A
    lens_height: Mm  # B
    bridge: Mm  # DBL
    temple: Mm
    frame_width: Mm
    lens_diagonal: Mm  # ED
    lens: Lens = Lens()
    rx_able: bool = True
    rx_range: tuple[float, float] | None = None  # sphere in dioptres
    progressive_ok: bool = False
    min_pd: Mm | None = None
    max_pd: Mm | None = None

    images: Images
    model3d: str | None = None  # GLB in metres
    popularity: Annotated[float, Field(ge=0, le=1)] = 0.5  # smoothed share of past interest
    boost: Annotated[float, Field(ge=-1, le=1)] = 0.0  # the merchant's own

    @property
    def size_mark(self) -> str:
        """The mark on the temple by ISO 12870: `52□18-140`."""
        return f"{self.lens_width:.0f}□{self.bridge:.0f}-{self.temple:.0f}"
