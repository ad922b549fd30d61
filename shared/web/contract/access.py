"""Keys, people and the record of changes."""

from typing import Annotated, Any, Literal

from pydantic import Field

from shared.accounts.actor import Role
from shared.accounts.api_key import Scope
from shared.accounts.keys import KeptKey
from shared.accounts.names import Name
from shared.accounts.users import Email, State, User
from shared.web.contract.base import ClientNamed, Contract, Cursor, Id, Time
from shared.web.contract.period import PeriodQuery

# Length is what makes a password strong; the upper bound keeps hashing cheap (NIST SP 800-63B, 3.1.1.2).
Password = Annotated[str, Field(min_length=12, max_length=128)]


class KeyView(Contract):
    """`keyId` is the key's hash; `hint` its first and last letters. `revokedAt` may lie ahead."""

    key_id: str
    scope: Scope
    hint: str
    created_at: Time
    last_used_at: Time | None
    revoked_at: Time | None

    @classmethod
    def of(cls, kept: KeptKey) -> "KeyView":
        record = kept.record
        return cls(
            key_id=kept.key_id,
            scope=record.scope,
            hint=record.hint,
            created_at=record.created_at,
            last_used_at=record.last_used_at,
            revoked_at=record.revoked_at,
        )


class KeyList(Contract):
    items: list[KeyView]


class NewKey(ClientNamed):
    scope: Scope


class KeyNamed(ClientNamed):
    key_id: Id


class Rotation(KeyNamed):
    overlap_hours: Annotated[int, Field(ge=0, le=168, description="how long the old key still works")] = 24


class MintedKey(Contract):
    """`key` is shown this once: only its hash is kept."""

    key: str
    kept: KeyView


class UserView(Contract):
    user_id: str
    email: str
    name: str
    role: Role
    state: State
    created_at: Time
    last_sign_in_at: Time | None

    @classmethod
    def of(cls, user: User) -> "UserView":
        return cls(
            user_id=user.user_id,
            email=user.email,
            name=user.name,
            role=user.role,
            state=user.state,
            created_at=user.created_at,
            last_sign_in_at=user.last_sign_in_at,
        )


class UserList(Contract):
    items: list[UserView]


class NewUser(ClientNamed):
    email: Email
    name: Name


class UserNamed(ClientNamed):
    user_id: Id


class UserChange(UserNamed):
    """What is left out stays as it is."""

    name: Name = "unchanged"
    state: Literal["active", "disabled"] = "active"

    def changes(self) -> dict[str, Any]:
        return self.model_dump(exclude_unset=True, exclude={"client_id", "user_id"})


class Invitation(Contract):
    """`token` is shown this once, to be sent to the person: good for a week at `POST /v1/auth/invitations/accept`."""

    token: str
    user: UserView


class Removed(Contract):
    removed: bool = True


class AcceptedInvitation(Contract):
    token: Annotated[str, Field(min_length=1, max_length=200)]
    password: Password


class PasswordChange(Contract):
    current: Annotated[str, Field(min_length=1, max_length=200)]
    new: Password


class AuditQuery(PeriodQuery):
    """The newest first. `action` is such as client.changed."""

    action: Annotated[str, Field(max_length=60)] | None = None
    limit: Annotated[int, Field(ge=1, le=100)] = 20
    cursor: Cursor | None = None


class AuditActor(Contract):
    user_id: str
    email: str
    role: Role


class AuditRecord(Contract):
    audit_id: str
    client_id: str
    at: Time
    actor: AuditActor
    action: str
    target: str
    before: dict[str, Any] | None
    after: dict[str, Any] | None
    request_id: str


class AuditList(Contract):
    items: list[AuditRecord]
    next_cursor: str | None
