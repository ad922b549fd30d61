"""Issues access tokens by the keys of a file, which is looked at again now and then: a rotation needs no restart."""

from datetime import timedelta
from pathlib import Path
from threading import Lock
from time import monotonic

from shared.accounts import token_keys, tokens
from shared.accounts.actor import Actor
from shared.accounts.token_keys import TokenKey
from shared.platform.ports.clock import Clock
from shared.platform.ports.documents import Documents

_READ_AGAIN_S = 60.0


class TokenSigner:
    def __init__(self, file: Path, documents: Documents, issuer: str, clock: Clock, *, makes: bool) -> None:
        """`makes`: a file that is not there yet is made, as on one machine; elsewhere it is a mounted secret."""
        self._file = file
        self._documents = documents
        self._issuer = issuer
        self._clock = clock
        self._makes = makes
        self._keys: list[TokenKey] = []
        self._read_at = float("-inf")
        self._lock = Lock()

    @property
    def lifetime(self) -> timedelta:
        return tokens.LIFETIME

    def issue(self, actor: Actor) -> str:
        keys = self.known()  # before the time is looked at: the first key is in use from the moment it is made
        now = self._clock()
        return tokens.issue(actor, token_keys.signing(keys, now), self._issuer, now)

    def known(self) -> list[TokenKey]:
        """Those of the file; their public halves are known to all when this returns."""
        with self._lock:
            if monotonic() - self._read_at > _READ_AGAIN_S:
                self._read()
            return self._keys

    def _read(self) -> None:
        if self._makes and not self._file.exists():
            token_keys.write(self._file, token_keys.rotated([], self._clock()))
        found = token_keys.read(self._file)
        if [key.kid for key in found] != [key.kid for key in self._keys]:
            token_keys.publish(found, self._documents)
            self._keys = found
        self._read_at = monotonic()
