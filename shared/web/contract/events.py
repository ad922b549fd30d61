"""Journey events."""

from datetime import UTC, datetime, timedelta
from typing import Annotated, Any, Literal

from pydantic import AwareDatetime, BeforeValidator, Field, StringConstraints, field_validator, model_validator

from shared.insight.intake import JourneyEvent
from shared.web.contract.base import Contract, Id

EventType = Literal[
    "widget_loaded",
    "widget_opened",
    "widget_error",
    "consent_given",
    "face_analyzed",
    "chat_message",
    "recommendation_viewed",
    "recommendation_clicked",
    "recommendation_dismissed",
    "try_on",
    "add_to_cart",
    "purchase",
]


def _as_text(value: object) -> object:
    """Money is a decimal string; a plain number means the same."""
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else value


CLOCK_SKEW = timedelta(minutes=10)  # browsers' clocks run fast
OFFLINE = timedelta(days=7)  # a queue kept while offline
Money = Annotated[str, BeforeValidator(_as_text), StringConstraints(pattern=r"^\d{1,8}(\.\d{1,4})?$")]
_Milliseconds = Annotated[float, Field(ge=0, le=3_600_000)]


class Event(Contract):
    event_id: Id
    type: EventType
    at: AwareDatetime
    product_id: Id | None = None
    order_id: Id | None = None
    value: Money | None = None
    currency: Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")] | None = None
    duration_ms: _Milliseconds | None = None
    widget_load_time: Annotated[_Milliseconds | None, Field(description="ms, with widget_loaded")] = None

    @field_validator("at")
    @classmethod
    def _near_now(cls, at: datetime) -> datetime:
        if not -OFFLINE < at - datetime.now(UTC) < CLOCK_SKEW:
            raise ValueError("must lie within the last 7 days")
        return at

    @model_validator(mode="after")
    def _money_with_currency(self) -> "Event":
        if self.value is not None and self.currency is None:
            raise ValueError("value needs currency")
        return self

    def to_journey(self) -> JourneyEvent:
        facts: dict[str, Any] = self.model_dump(
            mode="json", by_alias=True, exclude_none=True, exclude={"event_id", "type", "at"}
        )
        return JourneyEvent(self.event_id, self.type, self.at, facts)


class EventBatch(Contract):
    session_id: Id
    events: Annotated[list[Event], Field(min_length=1, max_length=50)]


class EventsTaken(Contract):
    accepted: int
    duplicates: int
