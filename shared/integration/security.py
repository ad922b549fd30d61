"""How safely a client is set up: its keys, origins, people and what is kept how long."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from shared.accounts.client import Client
from shared.accounts.keys import KeptKey, in_force
from shared.accounts.users import User
from shared.integration.finding import Finding, found
from shared.integration.verification import Verification

KEY_OLD, IDLE = timedelta(days=365), timedelta(days=90)
RETENTION_USUAL_DAYS = 180


@dataclass(frozen=True)
class SetUp:
    client: Client
    keys: Sequence[KeptKey]
    people: Sequence[User]
    last_verification: Verification | None
    now: datetime


def reviewed(setup: SetUp) -> list[Finding]:
    return [
        *_keys(setup),
        _origins(setup.client),
        _people(setup),
        _invitations(setup.people),
        _retention(setup.client),
        *_page(setup.last_verification),
    ]


def _keys(setup: SetUp) -> Iterator[Finding]:
    live = in_force(setup.keys, setup.now)
    old = [key for key in live if setup.now - key.record.created_at > KEY_OLD]
    idle = [key for key in live if setup.now - (key.record.last_used_at or key.record.created_at) > IDLE]
    yield found("keysAge", "old" if old else "good", most=KEY_OLD.days, hints=_hints(old))
    yield found("keysUse", "idle" if idle else "good", most=IDLE.days, hints=_hints(idle))


def _hints(keys: Sequence[KeptKey]) -> str:
    return ", ".join(key.record.hint or f"the {key.record.scope} key" for key in keys)


def _origins(client: Client) -> Finding:
    local = [origin for origin in client.allowed_origins if not origin.startswith("https://")]
    return found("originsSafety", "local" if local else "good", origins=", ".join(local))


def _people(setup: SetUp) -> Finding:
    active = [user for user in setup.people if user.state == "active"]
    idle = [user for user in active if setup.now - (user.last_sign_in_at or user.created_at) > IDLE]
    if not active:
        return found("people", "none")
    return found("people", "idle" if idle else "good", count=len(idle or active), all=len(active), most=IDLE.days)


def _invitations(people: Sequence[User]) -> Finding:
    waiting = sum(user.state == "invited" for user in people)
    return found("invitations", "waiting" if waiting else "good", count=waiting)


def _retention(client: Client) -> Finding:
    how = "long" if client.retention_days > RETENTION_USUAL_DAYS else "good"
    return found("retention", how, days=client.retention_days, most=RETENTION_USUAL_DAYS)


def _page(last: Verification | None) -> list[Finding]:
    if last is None:
        return [found("pageKey", "notTried")]
    public = [each for each in last.findings if (each.check, each.finding) == ("embedding", "secret")]
    return public or [found("pageKey", "good")]
