"""Staying signed in: refresh tokens that are each good for one use.

A refresh token that comes a second time was stolen, from its owner or from the thief; nobody can tell which, so the
whole sign-in ends (RFC 9700, section 4.14.2).
"""

import hashlib
import hmac
import secrets
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from shared.accounts.actor import Actor
from shared.accounts.users import USERS, KnownUsers, User
from shared.platform.ports.clock import Clock, NewId, timestamp
from shared.platform.ports.documents import (
    Document,
    Documents,
    Missing,
    Query,
    Stale,
)
from shared.platform.tenant import ClientDocuments

SIGN_INS = "sign_ins"
KEPT = timedelta(days=30)  # unused for longer, a sign-in ends


class SignInOver(Exception):
    """Signed out, revoked, unused for too long, or a refresh token that was used before."""


@dataclass(frozen=True)
class SignedIn:
    actor: Actor
    name: str
    refresh_token: str


class SignIns:
    """Not bound to one client: it finds out which client somebody belongs to."""

    def __init__(self, documents: Documents, clock: Clock, new_id: NewId) -> None:
        self._documents = documents
        self._users = KnownUsers(documents)
        self._clock = clock
        self._new_id = new_id

    def refresh(self, token: str) -> SignedIn:
        """A new refresh token for the old one. Raises `SignInOver`."""
        sign_in_id, _, _ = token.partition(".")
        kept = self._live(sign_in_id)
        if not hmac.compare_digest(kept.body["tokenHash"], _hash(token)):
            self._end(kept, "a refresh token was used twice")
            raise SignInOver
        user = self._users.by_id(kept.body["userId"])
        if user is None or user.state != "active":
            self._end(kept, "the account is not active")
            raise SignInOver
        new, now = _token(sign_in_id), self._clock()
        body = {**kept.body, "tokenHash": _hash(new), "refreshedAt": timestamp(now)}
        try:
            self._of(kept).replace(SIGN_INS, sign_in_id, body, expires_at=now + KEPT, if_version=kept.version)
        except Stale:  # the same token was used by another request at this moment
            return self.refresh(token)
        return SignedIn(_actor(user, sign_in_id), user.name, new)

    def sign_out(self, token: str) -> None:
        """An unknown token, or one that was used before, changes nothing."""
        with suppress(SignInOver):
            kept = self._live(token.partition(".")[0])
            if kept.body["tokenHash"] == _hash(token):
                self._end(kept, "signed out")

    def end(self, sign_in_id: str) -> None:
        """By whoever is signed in by it."""
        with suppress(SignInOver):
            self._end(self._live(sign_in_id), "signed out")

    def actor(self, user_id: str, sign_in_id: str) -> Actor:
        """Who acts by an access token of this sign-in. Raises `SignInOver` when it has ended meanwhile."""
        kept = self._live(sign_in_id)
        if kept.body["userId"] != user_id:
            raise SignInOver
        user = self._users.by_id(user_id)
        if user is None or user.state != "active":
            raise SignInOver
        return _actor(user, sign_in_id)

    def begin(self, user: User) -> SignedIn:
        sign_in_id, now = self._new_id(), self._clock()
        token = _token(sign_in_id)
        body = {"userId": user.user_id, "tokenHash": _hash(token), "startedAt": timestamp(now), "endedAt": None}
        store = ClientDocuments(self._documents, user.client_id)
        store.create(SIGN_INS, sign_in_id, body, expires_at=now + KEPT)
        with suppress(Missing):  # removed at this moment
            store.update(USERS, user.user_id, {"lastSignInAt": timestamp(now)})
        return SignedIn(_actor(user, sign_in_id), user.name, token)

    def _live(self, sign_in_id: str) -> Document:
        kept = self._documents.get(SIGN_INS, sign_in_id)
        if kept is None or kept.body["endedAt"] is not None:
            raise SignInOver
        return kept

    def _end(self, kept: Document, why: str) -> None:
        with suppress(Missing):
            ended = {"endedAt": timestamp(self._clock()), "endedBecause": why}
            self._of(kept).update(SIGN_INS, kept.id, ended)

    def _of(self, kept: Document) -> ClientDocuments:
        return ClientDocuments(self._documents, kept.body["clientId"])


def end_all(documents: ClientDocuments, user_id: str, why: str, now: Callable[[], datetime]) -> int:
    """Ends every sign-in of a user, as when an account is disabled; how many there were."""
    page = documents.query(Query(SIGN_INS, {"userId": user_id, "endedAt": None}))
    for kept in page.items:
        with suppress(Missing):
            documents.update(SIGN_INS, kept.id, {"endedAt": timestamp(now()), "endedBecause": why})
    return len(page.items)


def _actor(user: User, sign_in_id: str) -> Actor:
    return Actor(user.user_id, user.email, user.role, user.of_client, sign_in_id)


def _token(sign_in_id: str) -> str:
    return f"{sign_in_id}.{secrets.token_urlsafe(32)}"


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
