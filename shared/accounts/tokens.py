"""Access tokens: JWTs signed by ES256 that live for 15 minutes (RFC 7519, RFC 8725)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from time import monotonic
from typing import Any

import jwt

from shared.accounts.actor import Actor
from shared.accounts.token_keys import TokenKey, public_jwk
from shared.platform.ports.clock import Clock
from shared.platform.ports.documents import Documents

LIFETIME = timedelta(minutes=15)
AUDIENCE = "ai-discovery-admin"
ALGORITHM = "ES256"
_REQUIRED = ["iss", "aud", "sub", "sid", "iat", "exp"]
_KEY_KEPT_S = 60.0
_MOST_KEYS = 20
_MOST_CHARACTERS = 4096


class TokenInvalid(Exception):
    """Not a token of ours, tampered with, or for another audience."""


class TokenExpired(Exception):
    """It was ours, and its time is over."""


@dataclass(frozen=True)
class Claims:
    user_id: str
    sign_in_id: str


def issue(actor: Actor, key: TokenKey, issuer: str, now: datetime) -> str:
    claims: dict[str, Any] = {
        "iss": issuer,
        "aud": AUDIENCE,
        "sub": actor.user_id,
        "sid": actor.sign_in_id,
        "role": actor.role,
        "iat": int(now.timestamp()),
        "exp": int((now + LIFETIME).timestamp()),
    }
    return jwt.encode(claims, key.private, algorithm=ALGORITHM, headers={"kid": key.kid})


class TokenReader:
    def __init__(self, documents: Documents, issuer: str, clock: Clock) -> None:
        self._documents = documents
        self._issuer = issuer
        self._clock = clock
        self._keys: dict[str, tuple[float, jwt.PyJWK]] = {}

    def read(self, token: str) -> Claims:
        """Raises `TokenInvalid`, `TokenExpired`. The algorithm is ours, whatever the token says."""
        if len(token) > _MOST_CHARACTERS:
            raise TokenInvalid
        try:
            kid = jwt.get_unverified_header(token).get("kid")
            claims = jwt.decode(
                token,
                self._key(kid),
                algorithms=[ALGORITHM],
                audience=AUDIENCE,
                issuer=self._issuer,
                options={"require": _REQUIRED, "verify_exp": False, "verify_iat": False},  # by our own clock
            )
            expires, user_id, sign_in_id = float(claims["exp"]), claims["sub"], claims["sid"]
        except (jwt.PyJWTError, ValueError, TypeError):
            raise TokenInvalid from None
        if not isinstance(sign_in_id, str) or not isinstance(user_id, str):
            raise TokenInvalid
        if expires <= self._clock().timestamp():
            raise TokenExpired
        return Claims(user_id, sign_in_id)

    def _key(self, kid: object) -> jwt.PyJWK:
        if not isinstance(kid, str) or not kid.isalnum():
            raise TokenInvalid
        kept = self._keys.get(kid)
        if kept and monotonic() - kept[0] < _KEY_KEPT_S:
            return kept[1]
        jwk = public_jwk(self._documents, kid)
        if jwk is None:
            raise TokenInvalid
        if len(self._keys) >= _MOST_KEYS:
            self._keys.clear()
        key = jwt.PyJWK(jwk, algorithm=ALGORITHM)
        self._keys[kid] = (monotonic(), key)
        return key
