"""Alerts: where they are told."""

from typing import Annotated

from pydantic import Field, TypeAdapter, ValidationError, ValidationInfo, field_validator

from shared.accounts.users import Email
from shared.alerts.channels import Actions, Channel, Kind, Url
from shared.alerts.name import Name
from shared.alerts.rule import Action
from shared.web.contract.base import Contract, Id, Time

_EMAIL: TypeAdapter[str] = TypeAdapter(Email)
_URL: TypeAdapter[str] = TypeAdapter(Url)


class NewChannel(Contract):
    """`target`: an e-mail address, or an https address that is called."""

    client_id: Id | None = None
    name: Name
    kind: Kind
    target: Annotated[str, Field(min_length=1, max_length=2048)]
    actions: Actions

    @field_validator("target")
    @classmethod
    def _fits_its_kind(cls, target: str, info: ValidationInfo) -> str:
        if "kind" not in info.data:  # wrong itself
            return target
        mail = info.data["kind"] == "email"
        try:
            return (_EMAIL if mail else _URL).validate_python(target)
        except ValidationError:
            form = "an e-mail address such as team@shop.example" if mail else "an https address"
            raise ValueError(f"must be {form}") from None


class ChannelNamed(Contract):
    channel_id: Id


class ChannelShown(Contract):
    """`target` is masked: it may hold a secret."""

    channel_id: str
    client_id: str | None
    name: str
    kind: Kind
    target: str
    actions: tuple[Action, ...]
    created_at: Time

    @classmethod
    def of(cls, channel: Channel, client_id: str | None) -> "ChannelShown":
        return cls(
            channel_id=channel.channel_id,
            client_id=client_id,
            name=channel.name,
            kind=channel.kind,
            target=channel.masked,
            actions=channel.actions,
            created_at=channel.created_at,
        )


class ChannelAdded(Contract):
    """`secret`: what a webhook's calls are signed with, shown this once; null for other kinds."""

    channel: ChannelShown
    secret: str | None


class ChannelList(Contract):
    items: list[ChannelShown]
