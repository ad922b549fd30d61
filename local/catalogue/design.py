"""The designs this catalogue is made of, as written in `data/`."""

import json
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal

import numpy as np
from pydantic import BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel

from local.catalogue.spline import Floats
from shared.catalogue.product import Category, FrameShape, Lens, Material, RimType

DATA = Path(__file__).parent / "data"


class _Data(BaseModel):
    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, frozen=True, extra="forbid")


class Rim(_Data):
    """How much material shows around the lens, mm; `flare` is what the outer upper corner adds."""

    top: float = 3.6
    side: float = 3.2
    bottom: float = 2.6
    flare: float = 0.0
    depth: float = 4.0
    round: float = 1.1


class Bridge(_Data):
    """`y` and `brow` are heights over the boxing centre as fractions of B / 2; `height` of the material in mm."""

    kind: Literal["saddle", "keyhole", "wire", "double"] = "saddle"
    y: float = 0.42
    height: float = 7.0
    brow: float = 0.9


class Size(_Data):
    """One size by the boxing system, mm."""

    lens_width: float
    lens_height: float
    bridge: float
    temple: float
    frame_width: float

    @property
    def lens_centre_x(self) -> float:
        return (self.lens_width + self.bridge) / 2

    @property
    def lens_centre(self) -> Floats:
        """The boxing centre of the wearer's left lens."""
        return np.array([self.lens_centre_x, 0.0])


class Design(_Data):
    """A model. `sizes` are [A, DBL, temple] in mm, `colours` are [finish, lens] pairs of names."""

    brand: str
    name: str
    category: Category
    shape: FrameShape
    outline: str
    rim_type: RimType = "full"
    material: Material
    aspect: float  # B / A
    end_piece: float = 5.5  # mm added to 2A + DBL on each side
    lug_y: float = 0.5  # where the temple meets the front, as a fraction of B / 2
    sizes: tuple[tuple[float, float, float], ...]
    colours: tuple[tuple[str, str], ...]
    rim: Rim = Rim()
    bridge: Bridge = Bridge()
    weight: float  # g of the first size
    price: int  # EUR, before the lens
    gender: Literal["women", "men", "unisex"] = "unisex"
    low_bridge: bool = False
    styles: tuple[str, ...]
    uses: tuple[str, ...]
    note: str

    @property
    def wire(self) -> bool:
        """Built of wire and pads rather than cut from a sheet."""
        return self.material in ("metal", "titanium", "steel")

    def sized(self, lens_width: float, bridge: float, temple: float) -> Size:
        height = round(lens_width * self.aspect * 2) / 2
        return Size(
            lens_width=lens_width,
            lens_height=height,
            bridge=bridge,
            temple=temple,
            frame_width=2 * lens_width + bridge + 2 * self.end_piece,
        )

    def all_sizes(self) -> list[Size]:
        return [self.sized(*size) for size in self.sizes]


class Brand(_Data):
    key: str
    name: str
    client_id: str
    character: str
    designs: tuple[Design, ...] = ()


class Finish(_Data):
    """What a part is made of. Colours are sRGB 0-255; `dark` and `light` are the pattern's other tones."""

    kind: Literal["solid", "pattern", "wood", "translucent", "fade", "metal"]
    rgb: tuple[int, int, int]
    dark: tuple[int, int, int] | None = None
    light: tuple[int, int, int] | None = None
    opacity: float = 1.0
    gloss: float = 0.8


class Colour(_Data):
    """A colourway: the shop's name for it and the finish of each part."""

    label: str
    family: str
    front: str
    temple: str | None = None
    metal: str = "gun"
    tip: str = "black"


class Tint(Lens):
    """A lens in the catalogue; `rgb` is what its absorption looks like, `sheen` the mirror's colour."""

    label: str
    rgb: tuple[int, int, int]
    sheen: tuple[int, int, int] | None = None
    surcharge: Annotated[int, Field(ge=0)] = 0


def _read(name: str) -> Any:
    return json.loads((DATA / f"{name}.json").read_text("utf-8"))


@cache
def brands() -> tuple[Brand, ...]:
    return tuple(Brand.model_validate(row) for row in _read("brands"))


@cache
def finishes() -> dict[str, Finish]:
    return {key: Finish.model_validate(row) for key, row in _read("finishes").items()}


@cache
def colours() -> dict[str, Colour]:
    return {key: Colour.model_validate(row) for key, row in _read("colours").items()}


@cache
def tints() -> dict[str, Tint]:
    return {key: Tint.model_validate(row) for key, row in _read("lenses").items()}
