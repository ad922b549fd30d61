"""Where a client's alerts go: its channels, each for some of the actions."""

from datetime import datetime
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel

from shared.accounts.users import Email
from shared.alerts.limits import MOST_CHANNELS
from shared.alerts.name import Name
from shared.alerts.rule import Action, Moment
from shared.platform.ports.documents import Create, Delete, Query
from shared.platform.tenant import ClientDocuments

CHANNELS = "alert_channels"
Kind = Literal["email", "webhook", "slack"]
Url = Annotated[str, Field(min_length=8, max_length=2000, pattern=r"^https?://[!-~]+$")]
Actions = Annotated[tuple[Action, ...], Field(min_length=1, max_length=3)]


class ChannelNotFound(Exception):
    """This client has no channel of that id."""


class TooManyChannels(Exception):
    """The client has as many channels as it may have."""


class Channel(BaseModel):
    """`target`: an e-mail address, or a URL, which may hold a secret and so is never shown whole."""

    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, frozen=True)

    channel_id: str
    client_id: str
    name: Name
    kind: Kind
    target: Email | Url
    actions: Actions
    created_at: Moment

    @property
    def masked(self) -> str:
        """Enough to know it again."""
        if self.kind == "email":
            local, _, domain = self.target.partition("@")
            return f"{local[:1]}…@{domain}"
        return f"{urlsplit(self.target).scheme}://{urlsplit(self.target).hostname}/…"


class Channels:
    def __init__(self, documents: ClientDocuments) -> None:
        self._documents = documents

    def all(self) -> list[Channel]:
        """In the order in which they were added."""
        stored = self._documents.query(Query(CHANNELS, {})).items
        found = [Channel.model_validate(document.body) for document in stored]
        return sorted(found, key=lambda channel: (channel.created_at, channel.channel_id))

    def for_action(self, action: Action) -> list[Channel]:
        return [channel for channel in self.all() if action in channel.actions]

    def get(self, channel_id: str) -> Channel:
        """Raises `ChannelNotFound`."""
        stored = self._documents.get(CHANNELS, channel_id)
        if stored is None:
            raise ChannelNotFound
        return Channel.model_validate(stored.body)

    def added(
        self, channel_id: str, name: str, kind: Kind, target: str, actions: tuple[Action, ...], at: datetime
    ) -> tuple[Channel, Create]:
        """Raises `TooManyChannels`."""
        if len(self.all()) >= MOST_CHANNELS:
            raise TooManyChannels
        channel = Channel(
            channel_id=channel_id,
            client_id=self._documents.client_id,
            name=name,
            kind=kind,
            target=target,
            actions=tuple(dict.fromkeys(actions)),
            created_at=at,
        )
        return channel, Create(CHANNELS, channel_id, channel.model_dump(mode="json", by_alias=True))

    @staticmethod
    def removed(channel: Channel) -> Delete:
        return Delete(CHANNELS, channel.channel_id)
