"""Scored conversations."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import Field

from shared.platform.newest import Found
from shared.platform.ports.clock import parse_timestamp
from shared.shopper.conversation import Message
from shared.shopper.session import Platform
from shared.web.contract.base import Contract, Id, Listed, Share, Time
from shared.web.contract.period import PeriodQuery

IssueCode = Literal[
    "unknown_words", "missing_attribute", "empty_result", "wish_given_up", "wish_ignored", "unknown_product",
    "false_claim", "withheld_claim", "misunderstood", "repeated_answer", "asked_again", "complaint", "slow_answer",
    "forced_handover", "abandoned",
]  # fmt: skip
Points = Annotated[float, Field(ge=0, le=100)]


class ConversationQuery(PeriodQuery, Listed):
    minimum: Annotated[Points | None, Field(description="Of the overall score")] = None
    maximum: Points | None = None
    issue: IssueCode | None = None
    platform: Platform | None = None


class ConversationNamed(Contract):
    session_id: Id


class ConversationRow(Contract):
    session_id: str
    client_id: str
    platform: Platform
    created_at: Time
    overall: Points
    components: Annotated[dict[str, float], Field(description="Those with evidence, 0 to 1")]
    issues: Annotated[list[str], Field(description="Codes, each once")]
    satisfaction: Annotated[float | None, Field(description="1 to 5")]

    @classmethod
    def of(cls, found: Found) -> "ConversationRow":
        body = found.document.body
        score = body["qualityScore"]
        return cls(
            session_id=found.document.id,
            client_id=found.client_id,
            platform=body["platform"],
            created_at=parse_timestamp(body["createdAt"]),
            overall=score["overall"],
            components={name: part["value"] for name, part in score.get("components", {}).items()},
            issues=list(dict.fromkeys(issue["code"] for issue in score.get("issues", ()))),
            satisfaction=score["satisfaction"]["overall"] if "satisfaction" in score else None,
        )


class ConversationList(Contract):
    items: Annotated[list[ConversationRow], Field(description="The newest first")]
    next_cursor: Annotated[str | None, Field(description="A page may hold fewer than asked for and have a next")]


class PartShown(Contract):
    name: str
    value: Share
    weight: Share
    why: str
    explanation: str


class IssueMet(Contract):
    code: str
    message_id: str
    text: str
    about: list[str]


class MessageShown(Contract):
    message_id: str
    role: Literal["shopper", "assistant"]
    at: Time
    text: str
    language: str | None
    product_ids: list[str]
    intent: str | None
    understood: bool | None
    handover: bool
    issues: Annotated[list[str], Field(description="Codes of what this message shows")]

    @classmethod
    def of(cls, message: Message, issues: list[str]) -> "MessageShown":
        return cls(
            message_id=message.message_id,
            role=message.role,
            at=message.at,
            text=message.text,
            language=message.language,
            product_ids=list(message.product_ids),
            intent=message.intent,
            understood=message.understood,
            handover=message.handover,
            issues=issues,
        )


class ConversationShown(ConversationRow):
    parts: Annotated[list[PartShown], Field(description="What the score is made of, the heaviest first")]
    met: list[IssueMet]
    messages: Annotated[list[MessageShown], Field(description="The last 200, the oldest first")]

    @classmethod
    def whole(cls, found: Found, messages: list[Message], explanations: Mapping[str, str]) -> "ConversationShown":
        score: Mapping[str, Any] = found.document.body["qualityScore"]
        met = [
            IssueMet(code=one["code"], message_id=one["messageId"], text=one["text"], about=one["about"])
            for one in score.get("issues", ())
        ]
        by_message: dict[str, list[str]] = {}
        for issue in met:
            by_message.setdefault(issue.message_id, []).append(issue.code)
        parts = [
            PartShown(name=name, **part, explanation=explanations.get(name, ""))
            for name, part in score.get("components", {}).items()
        ]
        return cls(
            **dict(ConversationRow.of(found)),
            parts=sorted(parts, key=lambda part: -part.weight),
            met=met,
            messages=[MessageShown.of(one, by_message.get(one.message_id, [])) for one in messages],
        )
