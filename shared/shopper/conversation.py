"""One message of a conversation, as history, dialogue and quality read it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from shared.platform.ports.clock import parse_timestamp, timestamp

Role = Literal["shopper", "assistant"]


@dataclass(frozen=True)
class Message:
    """`product_ids`, `handover`, `relaxed`, `duration_ms` say what an assistant's message showed, offered, gave up
    and how long it took; `wishes` are the wishes (JSON) as they stood after the turn. `with_face`: a measured
    face was known when it was written. `language` is the one answered in, `engine` what wrote the answer, `withheld`
    how many claims were taken out of it; `unknown_words` are words not understood, `no_facts` attributes asked for
    that no record has, `asked` the slot asked about."""

    message_id: str
    session_id: str
    role: Role
    text: str
    at: datetime
    product_ids: tuple[str, ...] = ()
    intent: str | None = None
    understood: bool | None = None
    handover: bool = False
    relaxed: tuple[str, ...] = ()
    wishes: dict[str, Any] | None = None
    duration_ms: float | None = None
    with_face: bool = False
    language: str | None = None
    engine: str | None = None
    withheld: int = 0
    unknown_words: tuple[str, ...] = ()
    no_facts: tuple[str, ...] = ()
    asked: str | None = None

    def to_body(self) -> dict[str, Any]:
        """The stored document: JSON values in camelCase."""
        return {
            "messageId": self.message_id,
            "sessionId": self.session_id,
            "role": self.role,
            "text": self.text,
            "at": timestamp(self.at),
            "productIds": list(self.product_ids),
            "intent": self.intent,
            "understood": self.understood,
            "handover": self.handover,
            "relaxed": list(self.relaxed),
            "wishes": self.wishes,
            "durationMs": self.duration_ms,
            "withFace": self.with_face,
            "language": self.language,
            "engine": self.engine,
            "withheld": self.withheld,
            "unknownWords": list(self.unknown_words),
            "noFacts": list(self.no_facts),
            "asked": self.asked,
        }

    @classmethod
    def from_body(cls, body: dict[str, Any]) -> "Message":
        """Inverse of `to_body`, to the millisecond; raises KeyError for a body that is no message."""
        return cls(
            message_id=body["messageId"],
            session_id=body["sessionId"],
            role=body["role"],
            text=body["text"],
            at=parse_timestamp(body["at"]),
            product_ids=tuple(body.get("productIds", ())),
            intent=body.get("intent"),
            understood=body.get("understood"),
            handover=bool(body.get("handover", False)),
            relaxed=tuple(body.get("relaxed", ())),
            wishes=body.get("wishes"),
            duration_ms=body.get("durationMs"),
            with_face=bool(body.get("withFace", False)),
            language=body.get("language"),
            engine=body.get("engine"),
            withheld=int(body.get("withheld", 0)),
            unknown_words=tuple(body.get("unknownWords", ())),
            no_facts=tuple(body.get("noFacts", ())),
            asked=body.get("asked"),
        )
