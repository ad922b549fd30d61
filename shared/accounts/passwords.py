"""Passwords: hashed by Argon2id, never stored and never compared in any other way."""

from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

# Parameters: https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html (19 MiB, 2 passes).
_HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)


def password_hash(password: str) -> str:
    """In PHC form, with its own salt and parameters."""
    return _HASHER.hash(password)


def matches(password: str, kept: str | None) -> bool:
    """Takes as long for nobody (`kept` None) as for somebody, so that the time tells no one who is known."""
    try:
        return _HASHER.verify(kept or _nobody(), password) and kept is not None
    except (VerificationError, InvalidHashError):
        return False


@cache
def _nobody() -> str:
    return password_hash("nobody's password")
