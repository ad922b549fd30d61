"""Settings, read from the environment once; every name is documented in docs/settings.md."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from shared.platform.log import LEVELS, Severity


class SettingError(Exception):
    """A setting is missing or has a value that cannot be used; the message says which and what is expected."""


@dataclass(frozen=True)
class Settings:
    data_dir: Path
    api_endpoint: str  # public base URL, without a trailing slash
    face_model: Path
    signing_secret: bytes | None  # None: one is made and kept in the data folder
    log_level: Severity
    version: str

    @classmethod
    def from_environment(cls, env: Mapping[str, str] = os.environ) -> "Settings":
        return cls(
            data_dir=Path(env.get("DATA_DIR", ".data")).absolute(),
            api_endpoint=_url(env.get("API_ENDPOINT") or f"http://127.0.0.1:{_port(env)}"),
            face_model=Path(env.get("FACE_MODEL", ".cache/assets/face_landmarker.task")).absolute(),
            signing_secret=env["SIGNING_SECRET"].encode() if env.get("SIGNING_SECRET") else None,
            log_level=_level(env.get("LOG_LEVEL", "INFO")),
            version=env.get("K_REVISION", "local"),
        )


def _port(env: Mapping[str, str]) -> int:
    text = env.get("PORT", "8080")
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise SettingError(f"PORT must be a number from 1 to 65535, not {text!r}.")
    return int(text)


def _url(text: str) -> str:
    if not text.startswith(("http://", "https://")):
        raise SettingError(f"API_ENDPOINT must begin with http:// or https://, not {text!r}.")
    return text.rstrip("/")


def _level(text: str) -> Severity:
    for level in LEVELS:
        if text.upper() == level:
            return level
    raise SettingError(f"LOG_LEVEL must be one of {', '.join(LEVELS)}, not {text!r}.")
