"""A secret among the settings: its value, or where it is mounted."""

from collections.abc import Mapping
from pathlib import Path

from shared.platform.setting_error import SettingError


def read_secret(env: Mapping[str, str], name: str) -> bytes | None:
    """The value, or by reference: `NAME_FILE` is where Secret Manager's version is mounted. Raises `SettingError`."""
    if path := env.get(f"{name}_FILE"):
        try:
            return Path(path).read_bytes().strip()
        except OSError as error:
            raise SettingError(f"{name}_FILE {path!r} cannot be read ({error.strerror}).") from None
    return env[name].encode() if env.get(name) else None
