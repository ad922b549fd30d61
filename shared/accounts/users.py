"""The people who use the admin site: a client's own, and super admins, who belong to no client."""

import hashlib
from datetime import datetime
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, StringConstraints
from pydantic.alias_generators import to_camel

from shared.accounts.actor import Role
from shared.accounts.scope import SYSTEM
from shared.platform.ports.documents import Create, Delete, Documents, Query, Update
from shared.platform.tenant import ClientDocuments

USERS = "users"
LOGINS = "logins"  # an e-mail address, hashed, -> its user: what keeps an address from being used twice

State = Literal["invited", "active", "disabled"]


def _lower(email: str) -> str:
    return email.lower()


_PART = r"[^@\s<>(),:;\[\]\"\\\x00-\x1f]"  # without what would make several recipients of one in a header
Email = Annotated[
    str,
    StringConstraints(
        strip_whitespace=True,
        max_length=254,
        pattern=rf"^{_PART}{{1,64}}@{_PART}+\.{_PART}+$",
    ),
    AfterValidator(_lower),
]


class User(BaseModel):
    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, frozen=True)

    user_id: str
    client_id: str  # `SYSTEM` for a super admin
    email: str
    name: str
    role: Role
    state: State
    password_hash: str | None  # None until an invitation is accepted
    created_at: datetime
    last_sign_in_at: datetime | None = None

    @property
    def of_client(self) -> str | None:
        return None if self.client_id == SYSTEM else self.client_id


class KnownUsers:
    """Finds who an e-mail address is: not bound to one client, since it finds out which client that is."""

    def __init__(self, documents: Documents) -> None:
        self._documents = documents

    def by_email(self, email: str) -> User | None:
        login = self._documents.get(LOGINS, login_id(email))
        return self.by_id(login.body["userId"]) if login else None

    def by_id(self, user_id: str) -> User | None:
        stored = self._documents.get(USERS, user_id)
        return User.model_validate(stored.body) if stored else None


class Users:
    """One client's users; of `SYSTEM`, the super admins."""

    def __init__(self, documents: ClientDocuments) -> None:
        self._documents = documents

    def get(self, user_id: str) -> User | None:
        stored = self._documents.get(USERS, user_id)
        return User.model_validate(stored.body) if stored else None

    def all(self) -> list[User]:
        return [User.model_validate(stored.body) for stored in self._documents.query(Query(USERS, {})).items]

    def added(self, user: User) -> list[Create]:
        """The writes that add a user; in their batch `AlreadyExists` means that the address is in use."""
        body = user.model_dump(mode="json", by_alias=True)
        return [
            Create(LOGINS, login_id(user.email), {"userId": user.user_id}),
            Create(USERS, user.user_id, body),
        ]

    @staticmethod
    def changed(user_id: str, **changes: object) -> Update:
        return Update(USERS, user_id, {to_camel(name): value for name, value in changes.items()})

    @staticmethod
    def removed(user: User) -> list[Delete]:
        return [Delete(USERS, user.user_id), Delete(LOGINS, login_id(user.email))]


def login_id(email: str) -> str:
    return hashlib.sha256(email.lower().encode()).hexdigest()
