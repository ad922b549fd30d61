"""Signing in by a password, and the delay that grows with wrong ones."""

from contextlib import suppress
from datetime import timedelta
from typing import Any

from shared.accounts.passwords import matches
from shared.accounts.sign_ins import SignedIn, SignIns
from shared.accounts.users import KnownUsers, login_id
from shared.platform.ports.clock import Clock, parse_timestamp, timestamp
from shared.platform.ports.documents import AlreadyExists, Documents, Increment, Missing, Stale

ATTEMPTS = "sign_in_attempts"
ATTEMPTS_KEPT = timedelta(hours=24)
FREE_ATTEMPTS = 4
LONGEST_WAIT_S = 900


class WrongCredentials(Exception):
    """The e-mail address, the password, or both; also an account that is not active."""


class SignInLocked(Exception):
    """Too many wrong passwords; `wait_s` until the next may be tried."""

    def __init__(self, wait_s: int) -> None:
        super().__init__(wait_s)
        self.wait_s = wait_s


class Login:
    def __init__(self, documents: Documents, sign_ins: SignIns, clock: Clock) -> None:
        self._documents = documents
        self._users = KnownUsers(documents)
        self._sign_ins = sign_ins
        self._clock = clock

    def sign_in(self, email: str, password: str) -> SignedIn:
        """Raises `WrongCredentials`, `SignInLocked`; which of them says nothing of whether the account exists."""
        self._count_attempt(email)
        user = self._users.by_email(email)
        usable = user if user is not None and user.state == "active" else None
        if not matches(password, usable.password_hash if usable else None) or usable is None:
            raise WrongCredentials
        self._documents.delete(ATTEMPTS, login_id(email))
        return self._sign_ins.begin(usable)

    def _count_attempt(self, email: str) -> None:
        """Counted before the password is looked at, so that many at once are not free. Raises `SignInLocked`."""
        id, now = login_id(email), self._clock()
        kept = self._documents.get(ATTEMPTS, id)
        if kept is None:
            with suppress(AlreadyExists):
                body = {"failures": 1, "at": timestamp(now)}
                self._documents.create(ATTEMPTS, id, body, expires_at=now + ATTEMPTS_KEPT)
                return
            kept = self._documents.get(ATTEMPTS, id)
        if kept is None:
            return
        until = parse_timestamp(kept.body["at"]) + timedelta(seconds=wait_after(kept.body["failures"]))
        if until > now:
            raise SignInLocked(max(1, round((until - now).total_seconds())))
        changes: dict[str, Any] = {"failures": Increment(1), "at": timestamp(now)}
        try:
            self._documents.update(ATTEMPTS, id, changes, if_version=kept.version)
        except Stale:  # another attempt at the same moment, which counts as well
            self._count_attempt(email)
        except Missing:
            return


def wait_after(failures: int) -> int:
    """Seconds to wait after so many wrong passwords in a row: none at first, then doubling up to a quarter hour."""
    over = failures - FREE_ATTEMPTS
    return min(2**over, LONGEST_WAIT_S) if over >= 0 else 0
