"""A product, its fit and the reasons for it, as shoppers' pages read them."""

from decimal import Decimal
from typing import Annotated, Self

from pydantic import Field

from shared.catalogue.product import Availability, Category, FrameShape, Images, Lens, Material, Product, RimType
from shared.discovery.fit import Fit
from shared.discovery.ranking import Ranked
from shared.web.contract.base import Contract, Share
from shared.web.contract.face import Measured


class ProductReply(Contract):
    product_id: str
    sku: str
    model_id: str
    brand: str
    title: str
    description: str
    category: Category
    url: str
    availability: Availability
    price: Decimal
    currency: str
    frame_shape: FrameShape
    rim_type: RimType
    material: Material
    colour: str
    colour_family: str
    weight_g: float | None
    nose_fit: str
    nose_pads: bool
    lens_width: float
    lens_height: float
    bridge: float
    temple: float
    frame_width: float
    size_mark: str
    lens: Lens
    rx_able: bool
    progressive_ok: bool
    min_pd: float | None
    max_pd: float | None
    images: Images
    model3d: str | None

    @classmethod
    def facts(cls, product: Product) -> dict[str, object]:
        """The shopper's part of the record: not the merchant's boost, popularity or client id."""
        shown = ProductReply.model_fields.keys() - {"size_mark"}
        return {**{name: getattr(product, name) for name in shown}, "size_mark": product.size_mark}

    @classmethod
    def of(cls, product: Product) -> Self:
        return cls.model_validate(cls.facts(product))


class ReasonReply(Contract):
    term: str
    contribution: float
    text: str

    @classmethod
    def all_of(cls, ranked: Ranked) -> list[Self]:
        return [cls(term=r.term, contribution=r.contribution, text=r.text) for r in ranked.reasons]


class FitReply(Contract):
    frame_width: Annotated[float, Field(description="mm")]
    face_width: Measured
    difference_mm: Annotated[float, Field(description="Frame minus face; negative is narrower")]
    probability: Annotated[Share, Field(description="That the true difference lies within the comfortable range")]
    lens_centre_difference_mm: Annotated[float | None, Field(description="Lens centres (A + DBL) minus PD")]
    words: str

    @classmethod
    def of(cls, fit: Fit | None, product: Product) -> Self | None:
        """None where the face's width is not known: no fit is better than a guessed one."""
        if fit is None or fit.width_difference_mm is None or fit.probability is None:
            return None
        face_mm = round(product.frame_width - fit.width_difference_mm, 1)
        return cls(
            frame_width=product.frame_width,
            face_width=Measured(mm=face_mm, plus_minus_mm=fit.width_plus_minus_mm or 0.0),
            difference_mm=fit.width_difference_mm,
            probability=fit.probability,
            lens_centre_difference_mm=fit.lens_centre_difference_mm,
            words=fit.words,
        )
