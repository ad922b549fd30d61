"""A merchant: what its shop may use, how it looks, where it may be called from."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel

from shared.accounts.names import ZONE_NAME, Name

Feature = Literal["faceAnalysis", "chat", "virtualTryOn", "recommendations"]
PlanName = Literal["free", "starter", "growth", "unlimited"]  # what each includes: shared/billing/data/plans.json


Topic = Literal["delivery", "returns", "warranty", "payment", "store", "care"]
Language = Annotated[str, Field(pattern=r"^[a-z]{2}$")]  # ISO 639-1
Policy = Annotated[str, Field(min_length=1, max_length=600)]
ShopPlatform = Literal["html", "shopify", "woocommerce", "magento"]
Status = Literal["active", "suspended", "closed"]  # suspended: nobody is served; closed: for good
Locale = Annotated[str, Field(pattern=r"^[a-z]{2}(-[A-Z]{2})?$")]
TextKey = Annotated[str, Field(pattern=r"^[A-Za-z0-9.]{1,60}$")]
OwnText = Annotated[str, Field(min_length=1, max_length=500)]


class _Record(BaseModel):
    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, frozen=True)


class Branding(_Record):
    shop_name: str
    accent: Annotated[str, Field(pattern=r"^#[0-9A-Fa-f]{6}$")] = "#0B6663"
    radius_px: Annotated[int, Field(ge=0, le=32)] = 12
    font: str | None = None  # None: the shop's own


class Profile(_Record):
    """Who the merchant is. `time_zone` and `currency` are what the shop's figures are shown in."""

    contact_email: Annotated[str, Field(pattern=r"^[^@\s<>]{1,64}@[^@\s<>]{1,180}$")] | None = None
    country: Annotated[str, Field(pattern=r"^[A-Z]{2}$")] | None = None
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")] = "EUR"
    # Known zones alone are let in (`names.TimeZone`); it is not looked up again with every shopper's call.
    time_zone: Annotated[str, Field(pattern=ZONE_NAME)] = "UTC"


class Shop(_Record):
    """Where the shop runs. What its webhooks are signed with is derived, see `webhook_secret`; a higher
    `webhook_version` makes a new one."""

    platform: ShopPlatform = "html"
    url: Annotated[str, Field(pattern=r"^https?://[^\s]{1,300}$")] | None = None
    api_version: Annotated[str, Field(pattern=r"^[A-Za-z0-9.-]{1,20}$")] | None = None
    webhook_version: Annotated[int, Field(ge=1, le=1000)] = 1


class Budgets(_Record):
    """None: the platform's own."""

    model_tokens_per_day: Annotated[int, Field(ge=0, le=10**12)] | None = None


class RateLimit(_Record):
    """A token bucket: `burst` calls at once, refilled by `per_second`."""

    per_second: Annotated[float, Field(gt=0, le=1_000_000)]
    burst: Annotated[int, Field(gt=0, le=1_000_000)]


class Client(_Record):
    client_id: Annotated[str, Field(pattern=r"^[a-z0-9-]{1,50}$")]
    name: Name
    features: dict[Feature, bool]
    branding: Branding
    allowed_origins: tuple[str, ...]
    policies: Mapping[Language, Mapping[Topic, Policy]] = {}  # the shop's own words, which the chat gives as they are
    consent_version: str = "1"
    session_hours: Annotated[int, Field(gt=0, le=24 * 7)] = 24
    retention_days: Annotated[int, Field(gt=0, le=400)] = 90
    status: Status = "active"
    profile: Profile = Profile()
    shop: Shop = Shop()
    locales: tuple[Locale, ...] = ("en",)
    texts: Mapping[Language, Mapping[TextKey, OwnText]] = {}  # what the widget says in the shop's own words
    budgets: Budgets = Budgets()
    plan: PlanName = "unlimited"
    opened_on: date | None = None  # UTC; billed from that month on. None: nobody kept when
    holdout_share: Annotated[float, Field(ge=0, le=0.5)] = 0  # of shoppers, who see the shop without the product
    rate_limit: RateLimit = RateLimit(per_second=100, burst=400)  # the whole shop
    session_rate_limit: RateLimit = RateLimit(per_second=20, burst=200)  # one shopper

    def has(self, feature: Feature) -> bool:
        return self.features.get(feature, False)
