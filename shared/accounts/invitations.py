"""An invitation to the admin site: a token that is shown once, kept as a hash, and good for a week and one use."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import timedelta

from shared.accounts.passwords import password_hash
from shared.accounts.scope import SYSTEM
from shared.accounts.users import User, Users
from shared.platform.ports.clock import Clock, NewId
from shared.platform.ports.documents import AlreadyExists, Create, Delete, Documents, Query, Write
from shared.platform.tenant import ClientDocuments

INVITATIONS = "invitations"
GOOD_FOR = timedelta(days=7)


class InvitationOver(Exception):
    """Unknown, used or too old."""


class AddressInUse(Exception):
    """Somebody signs in by this address already."""


@dataclass(frozen=True)
class Invited:
    """`token` is shown now or never."""

    user: User
    token: str


class Invitations:
    def __init__(self, documents: Documents, clock: Clock, new_id: NewId) -> None:
        self._documents = documents
        self._clock = clock
        self._new_id = new_id

    def invite(self, client_id: str | None, email: str, name: str, *with_it: Write) -> Invited:
        """`client_id` None: a super admin. Raises `AddressInUse`."""
        owner = client_id or SYSTEM
        user = User(
            user_id=self._new_id(),
            client_id=owner,
            email=email,
            name=name,
            role="client" if client_id else "super_admin",
            state="invited",
            password_hash=None,
            created_at=self._clock(),
        )
        documents = ClientDocuments(self._documents, owner)
        token, write = self._minted(user)
        try:
            documents.batch([*Users(documents).added(user), write, *with_it])
        except AlreadyExists:
            raise AddressInUse from None
        return Invited(user, token)

    def invite_again(self, user: User, *with_it: Write) -> Invited:
        """Another token for somebody who has not accepted yet; those before are worth nothing from now on."""
        documents = ClientDocuments(self._documents, user.client_id)
        before = documents.query(Query(INVITATIONS, {"userId": user.user_id})).items
        token, write = self._minted(user)
        documents.batch([*(Delete(INVITATIONS, each.id) for each in before), write, *with_it])
        return Invited(user, token)

    def accept(self, token: str, password: str) -> User:
        """Sets the password; the user can sign in from now on. Raises `InvitationOver`."""
        kept = self._documents.get(INVITATIONS, _hash(token))
        if kept is None:
            raise InvitationOver
        documents = ClientDocuments(self._documents, kept.body["clientId"])
        user = Users(documents).get(kept.body["userId"])
        if user is None or user.state != "invited":
            raise InvitationOver
        activated = Users.changed(user.user_id, state="active", password_hash=password_hash(password))
        documents.batch([activated, Delete(INVITATIONS, kept.id)])
        return user

    def _minted(self, user: User) -> tuple[str, Create]:
        token = secrets.token_urlsafe(32)
        until = self._clock() + GOOD_FOR
        return token, Create(INVITATIONS, _hash(token), {"userId": user.user_id}, expires_at=until)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
