"""A new key to sign access tokens with, known before it is used."""

from pathlib import Path

from local.ops.refused import Refused
from shared.accounts import token_keys
from shared.platform.ports.clock import Clock, timestamp
from shared.platform.wiring import Platform


def rotate(wired: Platform, clock: Clock, file: Path) -> str:
    """Says from when the new key signs. Raises `Refused` for a file that holds no keys."""
    try:
        keys = token_keys.read(file) if file.exists() else []
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise Refused(f"{file} holds no token keys ({type(error).__name__}).") from None
    rotated = token_keys.rotated(keys, clock())
    token_keys.publish(rotated, wired.documents)  # known first, in use later
    token_keys.write(file, rotated)
    return timestamp(rotated[-1].active_from)
