"""Who gets in: a client's API keys and its people."""

from datetime import datetime, timedelta
from functools import partial
from typing import Any

from flask import Request, Response

from shared.accounts.actor import Permission
from shared.accounts.api_key import Scope
from shared.accounts.invitations import AddressInUse, Invitations, Invited
from shared.accounts.keys import MOST_KEYS, KeptKey, Keys, in_force
from shared.accounts.sign_ins import end_all
from shared.accounts.users import User, Users
from shared.platform.ports.documents import Write
from shared.web.call import Call
from shared.web.contract.access import (
    Invitation,
    KeyList,
    KeyNamed,
    KeyView,
    MintedKey,
    NewKey,
    NewUser,
    Removed,
    Rotation,
    UserChange,
    UserList,
    UserNamed,
    UserView,
)
from shared.web.contract.base import ClientNamed
from shared.web.errors import ApiError
from shared.web.function import HttpFunction

MERCHANTS: tuple[Permission, ...] = ("view_own_data", "manage_system")  # and super admins
OPERATORS: tuple[Permission, ...] = ("manage_system",)

function = HttpFunction("access")
declare = partial(function.route, audience="admin")
KEYS, KEY = "/v1/admin/clients/{clientId}/keys", "/v1/admin/clients/{clientId}/keys/{keyId}"
PEOPLE, PERSON = "/v1/admin/clients/{clientId}/users", "/v1/admin/clients/{clientId}/users/{userId}"


def access(request: Request) -> Response:
    return function(request)


@declare("GET", KEYS, takes=ClientNamed, gives=KeyList, permissions=MERCHANTS)
def keys(call: Call[ClientNamed]) -> KeyList:
    """A client's keys, the newest first: never a key itself. Revoked ones are listed as well."""
    return KeyList(items=[KeyView.of(kept) for kept in _keys(call).all()])


@declare(
    "POST", KEYS, takes=NewKey, gives=MintedKey, permissions=OPERATORS, status=201, errors=("CONFLICT",), secret=True
)
def add_key(call: Call[NewKey]) -> MintedKey:
    """Makes a key and shows it this once. A publishable one stands in the shop's pages, a secret one on servers."""
    return _minted(call, call.input.scope)


@declare(
    "POST",
    f"{KEY}/rotate",
    takes=Rotation,
    gives=MintedKey,
    permissions=OPERATORS,
    status=201,
    errors=("CONFLICT",),
    secret=True,
)
def rotate_key(call: Call[Rotation]) -> MintedKey:
    """Makes the key that replaces this one, and shows it this once. The old one works for the overlap, by default a
    day, and then for 15 seconds at most."""
    old, now = _key(call), call.platform.clock()
    if not old.in_force(now):
        raise ApiError("CONFLICT", "This key is revoked already: make a new one.")
    if old.record.revoked_at is not None:  # else each rotation would put off its end
        raise ApiError("CONFLICT", "This key is being replaced already: rotate the key that replaces it.")
    return _minted(call, old.record.scope, old, now + timedelta(hours=call.input.overlap_hours))


@declare("DELETE", KEY, takes=KeyNamed, gives=KeyView, permissions=OPERATORS, errors=("CONFLICT",))
def revoke_key(call: Call[KeyNamed]) -> KeyView:
    """Revokes a key: within 15 seconds nobody is served by it any more."""
    kept, now = _key(call), call.platform.clock()
    if kept.in_force(now):
        record = call.audited("key.revoked", f"key:{kept.key_id}", {"hint": kept.record.hint}, None)
        call.documents.batch([Keys.revoked(kept, now), record])
    return KeyView.of(_key(call))


@declare("GET", PEOPLE, takes=ClientNamed, gives=UserList, permissions=MERCHANTS)
def users(call: Call[ClientNamed]) -> UserList:
    """Who may sign in for a client, in order of their names."""
    found = sorted(Users(call.documents).all(), key=lambda user: (user.name, user.user_id))
    return UserList(items=[UserView.of(user) for user in found])


@declare(
    "POST",
    PEOPLE,
    takes=NewUser,
    gives=Invitation,
    permissions=OPERATORS,
    status=201,
    errors=("CONFLICT",),
    secret=True,
)
def invite(call: Call[NewUser]) -> Invitation:
    """Invites a person to sign in for a client. Invited again before they have accepted, they get another token."""
    given, invitations = call.input, _invitations(call)
    waiting = next(
        (user for user in Users(call.documents).all() if user.email == given.email and user.state == "invited"), None
    )
    record = call.audited("user.invited", f"user:{given.email}", None, {"email": given.email, "name": given.name})
    try:
        if waiting is not None:
            return _invitation(invitations.invite_again(waiting, record))
        return _invitation(invitations.invite(call.client.client_id, given.email, given.name, record))
    except AddressInUse:
        raise ApiError("CONFLICT", "Somebody signs in by this address already: use another.") from None


@declare("PATCH", PERSON, takes=UserChange, gives=UserView, permissions=OPERATORS)
def change_user(call: Call[UserChange]) -> UserView:
    """Renames, disables or enables a person. Disabled, they are signed out everywhere at once."""
    user, changes = _person(call), call.input.changes()
    if user.password_hash is None and changes.get("state") == "active":
        raise ApiError("CONFLICT", "Only they can, by their invitation. Disabled meanwhile: remove and invite them.")
    before = {name: getattr(user, name) for name in changes}
    if changes and changes != before:
        record = call.audited("user.changed", f"user:{user.user_id}", before, changes)
        call.documents.batch([Users.changed(user.user_id, **changes), record])
    if changes.get("state") == "disabled":
        end_all(call.documents, user.user_id, "the account was disabled", call.platform.clock)
    return UserView.of(_person(call))


@declare("DELETE", PERSON, takes=UserNamed, gives=Removed, permissions=OPERATORS)
def remove_user(call: Call[UserNamed]) -> Removed:
    """Removes a person, who is signed out everywhere at once; what they changed stays on record."""
    user = _person(call)
    record = call.audited("user.removed", f"user:{user.user_id}", {"email": user.email, "name": user.name}, None)
    call.documents.batch([*Users.removed(user), record])
    end_all(call.documents, user.user_id, "the account was removed", call.platform.clock)
    return Removed()


def _minted(
    call: Call[NewKey] | Call[Rotation], scope: Scope, old: KeptKey | None = None, until: datetime | None = None
) -> MintedKey:
    """With `old`, that one is revoked from `until` on in the same batch."""
    keys = _keys(call)
    if len(in_force(keys.all(), call.platform.clock())) >= MOST_KEYS:
        raise ApiError("CONFLICT", f"A client has at most {MOST_KEYS} keys in force: revoke one first.")
    minted = keys.minted(scope)
    target, after = f"key:{minted.kept.key_id}", {"scope": scope, "hint": minted.kept.record.hint}
    writes: list[Write] = [minted.write]
    if old is not None and until is not None:
        before = {"hint": old.record.hint, "keyId": old.key_id}
        writes += [Keys.revoked(old, until), call.audited("key.rotated", target, before, after)]
    else:
        writes.append(call.audited("key.added", target, None, after))
    call.documents.batch(writes)
    return MintedKey(key=minted.key, kept=KeyView.of(minted.kept))


def _keys(call: Call[Any]) -> Keys:
    return Keys(call.documents, call.platform.clock)


def _key(call: Call[Rotation] | Call[KeyNamed]) -> KeptKey:
    kept = _keys(call).get(call.input.key_id)
    if kept is None:
        raise ApiError("NOT_FOUND", "There is no such key: check its id.")
    return kept


def _invitations(call: Call[NewUser]) -> Invitations:
    return Invitations(call.platform.documents, call.platform.clock, call.platform.new_id)


def _invitation(invited: Invited) -> Invitation:
    return Invitation(token=invited.token, user=UserView.of(invited.user))


def _person(call: Call[UserChange] | Call[UserNamed]) -> User:
    user = Users(call.documents).get(call.input.user_id)
    if user is None:
        raise ApiError("NOT_FOUND", "There is no such person: check the id.")
    return user
