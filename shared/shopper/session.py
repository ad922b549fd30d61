"""A shopper's session: what a shop knows of one visit."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from typing import Any, Literal

from shared.billing.meter import metered
from shared.faces.result import FaceResult
from shared.platform.ports.clock import Clock, NewId, parse_timestamp, timestamp
from shared.platform.ports.documents import Create, Document, Update
from shared.platform.tenant import ClientDocuments
from shared.shopper import face_record
from shared.shopper.collections import SESSIONS

Platform = Literal["html", "shopify", "woocommerce", "magento"]
HELD_OUT = "heldOut"
Arm = Literal["treated", "heldOut"]


class SessionNotFound(Exception):
    """No such session of this client, or it has ended."""


class HeldOut(Exception):
    """The shopper is one of those who see the shop without the product, to show what it adds."""


@dataclass(frozen=True)
class Holdout:
    """Where the lot put the session's shopper, and the share of shoppers held out when it began."""

    arm: Arm
    share: float


@dataclass(frozen=True)
class FaceConsent:
    id: str
    version: str  # of the text that was agreed to


@dataclass(frozen=True)
class Session:
    session_id: str
    user_id: str
    platform: Platform
    created_at: datetime
    expires_at: datetime
    locale: str | None = None
    language: str | None = None  # the one last spoken in
    product_id: str | None = None  # the product page it began on
    wishes: dict[str, Any] = field(default_factory=dict)  # as discovery keeps them
    liked: tuple[str, ...] = ()  # product ids, as they were clicked, tried on or bought; the oldest first
    dismissed: tuple[str, ...] = ()  # product ids turned down, never to be shown again
    face: FaceResult | None = None
    analysis_id: str | None = None
    face_consent: FaceConsent | None = None  # None: not given, or withdrawn
    held_out: bool = False
    version: str | None = field(default=None, compare=False)  # of the stored record this was read from

    @classmethod
    def from_document(cls, document: Document) -> "Session":
        body = document.body
        face, consent = body["face"], body["consent"].get("face_analysis")
        return cls(
            session_id=document.id,
            user_id=body["userId"],
            platform=body["platform"],
            created_at=parse_timestamp(body["createdAt"]),
            expires_at=parse_timestamp(body["expiresAt"]),
            locale=body["locale"],
            product_id=body["productId"],
            language=body.get("language"),
            wishes=body["wishes"],
            liked=tuple(body.get("liked", ())),
            dismissed=tuple(body.get("dismissed", ())),
            face=face_record.from_body(face) if face else None,
            analysis_id=face["analysisId"] if face else None,
            face_consent=FaceConsent(**consent) if consent else None,
            held_out=body.get("holdout", {}).get("arm") == HELD_OUT,
            version=document.version,
        )


class Sessions:
    def __init__(self, documents: ClientDocuments, clock: Clock, new_id: NewId) -> None:
        self._documents = documents
        self._clock = clock
        self._new_id = new_id

    def start(
        self,
        *,
        user_id: str,
        platform: Platform,
        lifetime: timedelta,
        retention: timedelta,
        locale: str | None = None,
        product_id: str | None = None,
        device: str | None = None,
        holdout: Holdout | None = None,
    ) -> Session:
        """`lifetime` is how long the shopper may use it, `retention` how long the shop keeps it.

        `holdout`: None where the shop holds nobody out.
        """
        now = self._clock()
        session = Session(
            self._new_id(),
            user_id,
            platform,
            now,
            now + lifetime,
            locale=locale,
            product_id=product_id,
            held_out=holdout is not None and holdout.arm == HELD_OUT,
        )
        body: dict[str, Any] = {
            "sessionId": session.session_id,
            "userId": user_id,
            "platform": platform,
            "createdAt": timestamp(now),
            "expiresAt": timestamp(session.expires_at),
            "locale": locale,
            "productId": product_id,
            "wishes": {},
            "liked": [],
            "dismissed": [],
            "face": None,
            "consent": {},
            "recommendations": [],
            "qualityScore": None,
            "device": device,
            **({"holdout": asdict(holdout)} if holdout else {}),
        }
        started = Create(SESSIONS, session.session_id, body, expires_at=now + retention)
        counted = metered(self._documents.client_id, "sessions", session.session_id, now)
        self._documents.batch([started, counted])
        return session

    def get(self, session_id: str) -> Session:
        """Raises `SessionNotFound`, the same for unknown, another client's and ended."""
        session = self.get_ended_too(session_id)
        if session.expires_at <= self._clock():
            raise SessionNotFound
        return session

    def served(self, session_id: str) -> Session:
        """For what the product does for a shopper. Raises `SessionNotFound`, `HeldOut`."""
        session = self.get(session_id)
        if session.held_out:
            raise HeldOut
        return session

    def get_ended_too(self, session_id: str) -> Session:
        """For a shopper's rights, which do not end with the visit. Raises `SessionNotFound`."""
        document = self._documents.get(SESSIONS, session_id)
        if document is None:
            raise SessionNotFound
        return Session.from_document(document)

    def update(self, session_id: str, changes: Mapping[str, Any]) -> None:
        """Raises `Missing` when it was erased meanwhile: a late write never brings a shopper back."""
        self._documents.update(SESSIONS, session_id, changes)

    @staticmethod
    def change(session_id: str, changes: Mapping[str, Any], *, if_version: str | None = None) -> Update:
        """The same as a write for a batch; with `if_version` only to the session as it was read, else `Stale`."""
        return Update(SESSIONS, session_id, changes, if_version)
