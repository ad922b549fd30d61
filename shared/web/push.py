"""What is read from a pushed message, and when it can never be handled."""

import base64
import binascii
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from shared.platform.message_fields import MESSAGE_ID


class Poison(Exception):
    """The message can never be handled, however often it comes. The text says why and quotes nothing of it."""


@dataclass(frozen=True)
class Pushed:
    """One Pub/Sub message. Only the fields that both push and Eventarc carry are read."""

    message: Mapping[str, Any]

    @classmethod
    def of(cls, event_data: Any) -> "Pushed":
        """`event_data` is the CloudEvent's; what is not a message at all is one without content."""
        message = event_data.get("message") if isinstance(event_data, Mapping) else None
        return cls(message if isinstance(message, Mapping) else {})

    @property
    def id(self) -> str:
        """The same for every publish and delivery of one event; Pub/Sub's own where nobody gave one."""
        return str(self._all_attributes.get(MESSAGE_ID) or self.message.get("messageId") or "")

    @property
    def attributes(self) -> dict[str, str]:
        return {name: value for name, value in self._all_attributes.items() if name != MESSAGE_ID}

    def data(self) -> dict[str, Any]:
        """Raises `Poison`."""
        if not self.message.get("data"):
            raise Poison("the message has no data")
        try:
            content = base64.b64decode(self.message["data"])
        except (TypeError, ValueError, binascii.Error):
            raise Poison("the data is not base64") from None
        return json_object(content)

    @property
    def _all_attributes(self) -> Mapping[str, str]:
        """Text alone: another form is not Pub/Sub's, and nothing of it is used."""
        given = self.message.get("attributes")
        pairs = given.items() if isinstance(given, Mapping) else ()
        return {name: value for name, value in pairs if isinstance(name, str) and isinstance(value, str)}


def json_object(content: bytes) -> dict[str, Any]:
    """Raises `Poison`."""
    try:
        data = json.loads(content)
    except (ValueError, RecursionError):
        raise Poison("the data is not JSON") from None
    if not isinstance(data, dict):
        raise Poison("the data is not a JSON object")
    return data
