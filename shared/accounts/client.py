"""A merchant: what its shop may use, how it looks, where it may be called from."""

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel

Feature = Literal["faceAnalysis", "chat", "virtualTryOn", "recommendations"]


Topic = Literal["delivery", "returns", "warranty", "payment", "store", "care"]
Language = Annotated[str, Field(pattern=r"^[a-z]{2}$")]  # ISO 639-1
Policy = Annotated[str, Field(min_length=1, max_length=600)]


class _Record(BaseModel):
    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, frozen=True)


class Branding(_Record):
    shop_name: str
    accent: Annotated[str, Field(pattern=r"^#[0-9A-Fa-f]{6}$")] = "#0B6663"
    radius_px: Annotated[int, Field(ge=0, le=32)] = 12
    font: str | None = None  # None: the shop's own


class RateLimit(_Record):
    """A token bucket: `burst` calls at once, refilled by `per_second`."""

    per_second: Annotated[float, Field(gt=0)]
    burst: Annotated[int, Field(gt=0)]


class Client(_Record):
    client_id: Annotated[str, Field(pattern=r"^[a-z0-9-]{1,50}$")]
    name: str
    features: dict[Feature, bool]
    branding: Branding
    allowed_origins: tuple[str, ...]
    policies: Mapping[Language, Mapping[Topic, Policy]] = {}  # the shop's own words, which the chat gives as they are
    consent_version: str = "1"
    session_hours: Annotated[int, Field(gt=0, le=24 * 7)] = 24
    retention_days: Annotated[int, Field(gt=0, le=400)] = 90
    rate_limit: RateLimit = RateLimit(per_second=100, burst=400)  # the whole shop
    session_rate_limit: RateLimit = RateLimit(per_second=20, burst=200)  # one shopper

    def has(self, feature: Feature) -> bool:
        return self.features.get(feature, False)
