"""What the records of support share: how they are written, and who wrote them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, PlainSerializer
from pydantic.alias_generators import to_camel

from shared.platform.ports.clock import timestamp

Time = Annotated[datetime, PlainSerializer(timestamp, return_type=str)]


class Record(BaseModel):
    """Unknown fields are left out: a document may carry what another room keeps on it."""

    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, frozen=True, extra="ignore")

    def to_body(self) -> dict[str, Any]:
        return self.model_dump(mode="json", by_alias=True)

    def differing(self, before: "Record") -> dict[str, Any]:
        """The fields that are not as they were before, for an update of the stored document."""
        old: Mapping[str, Any] = before.to_body()
        return {name: value for name, value in self.to_body().items() if value != old.get(name)}


class Author(Record):
    """A person, or the chat itself, which has no user id."""

    user_id: str | None
    name: str  # an e-mail address, or "chat"
    role: Literal["super_admin", "client", "chat", "system"]


CHAT = Author(user_id=None, name="chat", role="chat")
