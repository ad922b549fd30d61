"""Clients and their settings."""

from typing import Annotated, Any, Literal, get_args

from pydantic import Field, StringConstraints

from shared.accounts.client import (
    Budgets,
    Client,
    Feature,
    Language,
    Locale,
    OwnText,
    PlanName,
    Policy,
    RateLimit,
    ShopPlatform,
    TextKey,
    Topic,
)
from shared.accounts.names import Name, TimeZone, WebAddress
from shared.web.contract.base import Contract, Id

ClientId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]{1,50}$")]
Origin = Annotated[
    str,
    StringConstraints(pattern=r"^(https://[a-z0-9.-]{1,200}|http://(localhost|127\.0\.0\.1))(:[0-9]{1,5})?$"),
    Field(description="a scheme and a host, no path; http for this machine alone"),
]


TextsOfLanguage = Annotated[dict[TextKey, OwnText], Field(max_length=200)]


class ProfileChange(Contract):
    contact_email: Annotated[str, StringConstraints(pattern=r"^[^@\s<>]{1,64}@[^@\s<>]{1,180}$")] | None = None
    country: Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")] | None = None
    currency: Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")] = "EUR"
    time_zone: TimeZone = "UTC"


class BrandingChange(Contract):
    shop_name: Name
    accent: Annotated[str, StringConstraints(pattern=r"^#[0-9A-Fa-f]{6}$")] = "#0B6663"
    radius_px: Annotated[int, Field(ge=0, le=32)] = 12
    font: Name | None = None


class BrandingPart(BrandingChange):
    shop_name: Name = "unchanged"


class ShopChange(Contract):
    platform: ShopPlatform = "html"
    url: WebAddress | None = None
    api_version: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9.-]{1,20}$")] | None = None
    webhook_version: Annotated[int, Field(ge=1, le=1000)] = 1


class Configuration(Contract):
    """How a shop is set up: everything may be left out."""

    profile: ProfileChange = ProfileChange()
    shop: ShopChange = ShopChange()
    features: dict[Feature, bool] = Field(default_factory=lambda: dict.fromkeys(get_args(Feature), True))
    locales: tuple[Locale, ...] = Field(default=("en",), min_length=1, max_length=20)
    texts: dict[Language, TextsOfLanguage] = Field(default_factory=dict, max_length=20)
    policies: dict[Language, dict[Topic, Policy]] = Field(default_factory=dict, max_length=20)
    allowed_origins: tuple[Origin, ...] = Field(default=(), max_length=20)
    retention_days: Annotated[int, Field(ge=1, le=400)] = 90
    consent_version: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9.-]{1,20}$")] = "1"
    session_hours: Annotated[int, Field(ge=1, le=168)] = 24


class SettingsChange(Configuration):
    """What is left out stays as it is; so does each name of `features`, `profile`, `shop` and `branding`."""

    client_id: Id | None = None
    name: Name = "unchanged"
    branding: BrandingPart = BrandingPart()

    def changes(self) -> dict[str, Any]:
        """What was sent, by the names of `Client`."""
        return self.model_dump(exclude_unset=True, exclude={"client_id"})


class Terms(Contract):
    """What only the platform's administrators set."""

    plan: PlanName = "unlimited"
    holdout_share: Annotated[float, Field(ge=0, le=0.5)] = 0
    budgets: Budgets = Budgets()
    rate_limit: RateLimit = RateLimit(per_second=100, burst=400)
    session_rate_limit: RateLimit = RateLimit(per_second=20, burst=200)


class ClientChange(SettingsChange, Terms):
    client_id: Id
    status: Literal["active", "suspended"] = "active"


class NewClient(Configuration, Terms):
    """All but the id, the name and the branding may be left out; a change sets the rest later."""

    new_client_id: Annotated[ClientId, Field(alias="clientId")]
    name: Name
    branding: BrandingChange

    def client(self) -> Client:
        return Client.model_validate({**self.model_dump(exclude={"new_client_id"}), "client_id": self.new_client_id})


class ClientList(Contract):
    items: list[Client]
    next_cursor: str | None


class WebhookSecret(Contract):
    """What the shop signs its webhooks with; a higher `webhookVersion` in the settings makes another."""

    secret: str
    version: int
