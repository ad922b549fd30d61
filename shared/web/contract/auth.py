"""Verification of a key, signing in and staying signed in."""

from typing import Annotated, Any

from pydantic import StringConstraints

from shared.accounts.actor import Access, Actor, Permission, Role, Section
from shared.accounts.api_key import Scope
from shared.accounts.client import Feature
from shared.accounts.sign_ins import SignedIn
from shared.web.contract.base import Contract

RefreshToken = Annotated[str, StringConstraints(min_length=1, max_length=200)]


class KeyVerified(Contract):
    client_id: str
    name: str
    features: dict[Feature, bool]
    scope: Scope


class Credentials(Contract):
    email: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=254)]
    password: Annotated[str, StringConstraints(min_length=1, max_length=200)]


class Refresh(Contract):
    refresh_token: RefreshToken


class Profile(Contract):
    """`clientId` is null for a super admin, who belongs to no client."""

    user_id: str
    email: str
    name: str
    role: Role
    access: Access
    sections: tuple[Section, ...]
    permissions: tuple[Permission, ...]
    client_id: str | None

    @classmethod
    def of(cls, actor: Actor, name: str) -> "Profile":
        return cls(
            user_id=actor.user_id,
            email=actor.email,
            name=name,
            role=actor.role,
            access=actor.access,
            sections=actor.sections,
            permissions=actor.permissions,
            client_id=actor.client_id,
        )


class Tokens(Contract):
    """The access token goes into `Authorization: Bearer` for `expiresIn` seconds; the refresh token is good for one
    use: the answer to it holds the next."""

    access_token: str
    expires_in: int
    refresh_token: str
    profile: Profile

    @classmethod
    def of(cls, signed_in: SignedIn, access_token: str, expires_in: int) -> "Tokens":
        return cls(
            access_token=access_token,
            expires_in=expires_in,
            refresh_token=signed_in.refresh_token,
            profile=Profile.of(signed_in.actor, signed_in.name),
        )


class SignedOut(Contract):
    signed_out: bool = True


class KeySet(Contract):
    """RFC 7517."""

    keys: list[dict[str, Any]]
